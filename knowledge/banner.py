"""The incidents and the maintenance that every page of an organization tells of (HOME-6)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from knowledge.models import Announcement
from orgs.actor import Actor

SEEN = "announcements_seen"
"""In the session: which edition of an announcement was put away."""
MOST = 3
MOST_SEEN = 50


@dataclass
class Banner:
    """Nothing is queried before a template asks for it; then once."""

    actor: Actor | None
    """Who the person is on a page below `/o/<org>/`; None elsewhere, where nothing is told."""
    seen: dict[str, int]

    @cached_property
    def announcements(self) -> list[Announcement]:
        """The newest ones that were not put away, or of which there is news since."""
        if self.actor is None:
            return []
        told = Announcement.objects.concerning(self.actor.organization).current().told()
        rows = told.open().troubles().defer("text_en", "text_fr")[:MOST_SEEN]
        return [row for row in rows if self.seen.get(str(row.pk)) != row.edition][:MOST]  # type: ignore[attr-defined]


def banner(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    session = getattr(request, "session", {})
    return {"banner": Banner(getattr(request, "actor", None), session.get(SEEN, {}))}


def dismiss(request: HttpRequest, announcement: Announcement) -> None:
    """This edition of it is not shown again in this session."""
    seen = request.session.get(SEEN, {}) | {str(announcement.pk): announcement.edition}  # type: ignore[attr-defined]
    request.session[SEEN] = dict(list(seen.items())[-MOST_SEEN:])
