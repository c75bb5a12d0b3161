"""What every action does: lock through the wall, move along the table, record."""

from typing import Any

from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import notifications, policy, sla
from cases.actions.slots import cancel_call
from cases.lifecycle import (
    ENDED,
    REOPEN_WINDOW,
    WAITING_FOR_CUSTOMER,
    Rule,
    Side,
    Verb,
    next_reminder,
)
from cases.models import Case, CaseEvent, Comment, EventKind
from orgs.actor import Actor
from portal.problems import Conflict, Unprocessable


def lock(actor: Actor, case: Case) -> Case:
    """The case as it is now, held until the end of the transaction.

    Raises Http404 if the actor does not see it any more.
    """
    rows = Case.objects.visible_to(actor).select_related(
        "organization", "product", "team", "requester"
    )
    fresh = rows.select_for_update(of=("self",)).filter(pk=case.pk).first()
    if fresh is None:
        raise Http404
    return fresh


def demand_version(case: Case, version: int | None) -> None:
    """Refuse to write over what the writer has not seen (CASE-8). None: nothing is overwritten."""
    if version is not None and version != case.version:
        raise stale()


def stale() -> Conflict:
    reason = _("Somebody changed the case in the meantime. Look at it again.")
    return Conflict(reason, code=STALE)


def advance(
    actor: Actor | None,
    case: Case,
    verb: Verb,
    kind: EventKind,
    *,
    words: str = "",
    comment: Comment | None = None,
    **data: Any,
) -> CaseEvent:
    """Take the locked case along the row of the table, and record it with what was said.

    `words`, if any, become the comment. Without an actor the system does it by itself. Raises
    NotAllowed or Conflict where the table has no such row for the actor now.
    """
    rule = policy.demand(actor, case, verb) if actor else policy.demand_by_system(case, verb)
    if actor and words.strip():
        comment = write_comment(actor, case, words)
    before = case.status
    _move(case, rule)
    if case.status in ENDED:
        data |= cancel_call(case)
    return record(
        actor, case, kind, comment=comment, data=data | {"from": before, "to": case.status}
    )


def write_comment(actor: Actor, case: Case, body: str) -> Comment:
    """For actions that have checked the right and record the event. Raises Unprocessable.

    The first public words of an agent are the answer that was promised (SLA-3).
    """
    if not body.strip():
        raise Unprocessable(_("Write something first."), code="empty")
    if len(body) > MAX_COMMENT:
        raise Unprocessable(_("A comment has 50,000 characters at most."), code="too-long")
    if actor.is_agent and case.first_responded_at is None:
        case.first_responded_at = timezone.now()
        case.save(update_fields=["first_responded_at"])
    return Comment.objects.create(case=case, author=actor.user, side=side_of(actor), body=body)


def promise(case: Case, clock: sla.Clock | None) -> None:
    """Until when the first answer comes (SLA-3); the caller saves the `sla.FIELDS`."""
    case.first_response_due_at = clock.due if clock else None
    case.response_clock = clock.freeze() if clock else None


def record(
    actor: Actor | None,
    case: Case,
    kind: EventKind,
    *,
    comment: Comment | None = None,
    data: dict[str, Any] | None = None,
) -> CaseEvent:
    """Write the event and promise the mails about it, in the same transaction."""
    event = CaseEvent.objects.create(
        case=case,
        kind=kind,
        actor=actor.user if actor else None,
        side=side_of(actor),
        comment=comment,
        data=data or {},
    )
    _touch(case)
    notifications.announce(event)
    return event


def side_of(actor: Actor | None) -> Side:
    """On whose side somebody speaks; without an actor the system does it by itself."""
    if actor is None:
        return Side.SYSTEM
    return Side.SUPPORT if actor.is_agent else Side.CUSTOMER


MOVED = [
    *("status", "status_since", "closed_at", "reopen_until", "outcome"),
    *("opening", "escalated_at", "next_reminder_at", "reminders_sent"),
]
STALE = "stale"
MAX_COMMENT = Comment._meta.get_field("body").max_length or 0


def _move(case: Case, rule: Rule) -> None:
    """The one place that writes the status and the times that hang on it."""
    now = timezone.now()
    to = rule.to_unassigned if rule.to_unassigned and case.assignee_id is None else rule.to
    if case.status in ENDED:
        case.opening, case.escalated_at = case.opening + 1, None
    case.status, case.status_since = to, now
    case.closed_at = now if to in ENDED else None
    case.reopen_until = now + REOPEN_WINDOW if to in ENDED else None
    case.outcome = case.outcome if to in ENDED else ""
    case.next_reminder_at = next_reminder(now, 0) if to in WAITING_FOR_CUSTOMER else None
    case.reminders_sent = 0
    case.save(update_fields=MOVED)


def _touch(case: Case) -> None:
    """Somebody did something: newest in the lists, next version."""
    Case.objects.filter(pk=case.pk).update(
        last_activity_at=timezone.now(), version=F("version") + 1
    )
