"""What is told to an agent's open page: the news of the case, and internal notes (CASE-8)."""

from typing import Any

from django.http import HttpRequest

from cases.models import Case
from cases.models.wall import CaseQuerySet
from cases.news import News
from cases.versions import seen_by


def tag_of(cases: CaseQuerySet, pk: int) -> str | None:
    """The version with the number of notes, which make none of their own; None out of sight."""
    case = cases.only("version").filter(pk=pk).first()
    return f"{case.version}-{case.internal_notes.count()}" if case else None


def arrivals(request: HttpRequest, case: Case) -> dict[str, Any]:
    """For the page: since the version that it showed, if it says which."""
    seen, notes = request.GET.get("since", "").partition("-")[2], case.internal_notes.count()
    return {
        "news": News(case, request.user, seen_by(request)),  # type: ignore[arg-type]
        "has_new_notes": bool(seen) and seen != str(notes),
        "tag": f"{case.version}-{notes}",
    }
