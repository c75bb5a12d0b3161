"""What every action does: lock through the wall, move along the table, record."""

from typing import Any

from django.db.models import F
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import notifications, policy
from cases.lifecycle import ENDED, REOPEN_WINDOW, Rule, Side, Status, Verb
from cases.models import Case, CaseEvent, Comment, EventKind
from orgs.actor import Actor
from portal.problems import Conflict


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
    """Refuse to write over what the writer has not seen (CASE-8). None: the change overwrites nothing."""
    if version is not None and version != case.version:
        raise Conflict(
            _("Somebody changed the case in the meantime. Look at it again."), code="stale"
        )


def move(case: Case, rule: Rule) -> None:
    """Take the row of the table. The one function that writes status and the times that hang on it."""
    now = timezone.now()
    to = rule.to_unassigned if rule.to_unassigned and case.assignee_id is None else rule.to
    case.status, case.status_since = to, now
    case.closed_at = now if to in ENDED else None
    case.reopen_until = now + REOPEN_WINDOW if to in ENDED else None
    case.save(update_fields=["status", "status_since", "closed_at", "reopen_until"])


def touch(case: Case) -> None:
    """Somebody did something: newest in the lists, next version."""
    Case.objects.filter(pk=case.pk).update(
        last_activity_at=timezone.now(), version=F("version") + 1
    )


def record(
    actor: Actor | None,
    case: Case,
    kind: EventKind,
    *,
    comment: Comment | None = None,
    **data: Any,
) -> CaseEvent:
    """Write the event and promise the mails about it, in the same transaction."""
    event = CaseEvent.objects.create(
        case=case,
        kind=kind,
        actor=actor.user if actor else None,
        side=side_of(actor),
        comment=comment,
        data=data,
    )
    touch(case)
    notifications.announce(event)
    return event


def side_of(actor: Actor | None) -> Side:
    if actor is None:
        return Side.SYSTEM
    return Side.SUPPORT if actor.is_agent else Side.CUSTOMER


def step(actor: Actor, case: Case, verb: Verb) -> tuple[Status, Status]:
    """Demand the row and take it; answers from and to."""
    rule = policy.demand(actor, case, verb)
    before = Status(case.status)
    move(case, rule)
    return before, Status(case.status)
