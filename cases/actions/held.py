"""What of this floor an organization owns: what its people may read of all of its cases."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case as Choice
from django.db.models import CharField, F, Value, When
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad

from cases.lifecycle import Side
from cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Comment,
    ContactSlot,
    Escalation,
    LegacyCase,
    LegacyComment,
    StandingWatch,
    Watcher,
)
from orgs.holdings import Kept, Lister, Rows, full_name, kept, person
from orgs.models import Organization


def _number(path: str) -> Concat:
    """As `cases.models.case.number_of`."""
    digits = Cast(path, CharField())
    return Concat(Value("E-"), LPad(digits, Greatest(Length(digits), 9), Value("0")))


NUMBER: dict[str, Any] = {"case_number": _number("case_id")}
CHANGE: dict[str, Any] = {f"changed_{key}": F(f"data__{key}") for key in ("from", "to", "reason")}
"""What else an event says are row numbers of other tables."""


def _author(path: str) -> dict[str, Any]:
    """Agents are known by their names."""
    is_customer = When(side=Side.CUSTOMER, then=F(f"{path}__email"))
    email = Choice(is_customer, default=Value(""), output_field=CharField())
    return full_name("by", path) | {"by_email": email}


def _cases(organization: Organization) -> Rows:
    return (
        Case.objects.filter(organization=organization)
        .order_by("pk")
        .values(
            *("title", "description", "environment", "product_version", "affected_url"),
            *("priority", "impact", "impact_statement", "steps", "expected", "actual"),
            *("recent_changes", "project_note", "project_url", "contact_phone"),
            *("contact_time_zone", "contact_from", "contact_to", "status", "outcome"),
            *("opened_at", "last_activity_at", "closed_at", "reopen_until", "escalated_at"),
            *("first_response_due_at", "first_responded_at"),
            case_number=_number("pk"),
            product_name=F("product__name"),
            project_identifier=F("project__identifier"),
            type=F("issue_type__key"),
            reason=F("issue_reason__key"),
            follows_up=_number("follow_up_of_id"),
            follows_up_historical=F("follow_up_of_legacy__reference"),
            **person("requested_by", "requester"),
        )
    )


def _public_files(organization: Organization) -> Any:
    return Attachment.objects.filter(case__organization=organization, is_internal=False)


def _of(model: Any, *columns: str, path: str = "case__organization", **named: Any) -> Lister:
    rows = model.objects.order_by("pk")
    return lambda organization: rows.filter(**{path: organization}).values(*columns, **named)


ROWS: dict[str, Lister] = {
    "cases": _cases,
    "comments": _of(Comment, "id", "side", "body", "created_at", **NUMBER, **_author("author")),
    "events": _of(
        CaseEvent,
        *("kind", "side", "comment_id", "created_at"),
        **NUMBER | CHANGE | _author("actor"),
    ),
    "watchers": _of(Watcher, "created_at", **NUMBER, **person("name", "user")),
    "standing_watches": _of(
        StandingWatch,
        *("priority", "created_at"),
        path="organization",
        product_name=F("product__name"),
        **person("name", "user"),
    ),
    "escalations": _of(
        Escalation,
        *("opening", "reason", "details", "created_at", "taken_at", "answered_at"),
        **NUMBER,
        **full_name("by", "raised_by"),
    ),
    "contact_slots": _of(ContactSlot, "starts_at", "ends_at", "agreed_at", **NUMBER),
    "attachments": lambda organization: (
        _public_files(organization)
        .order_by("created_at", "pk")
        .values("id", "name", "size", "content_type", "comment_id", "created_at", **NUMBER)
    ),
    "historical_cases": _of(
        LegacyCase,
        *("reference", "title", "description", "status", "priority", "product_name"),
        *("requester_name", "requester_email", "opened_at", "closed_at"),
        path="organization",
    ),
    "historical_comments": _of(
        LegacyComment,
        *("position", "author_name", "body", "created_at"),
        reference=F("case__reference"),
    ),
}


def files(organization: Organization) -> Iterator[Kept]:
    rows = _public_files(organization).select_related("case").order_by("created_at", "pk")
    for row in rows.iterator():
        yield kept(f"attachments/{row.case.number}", row)
