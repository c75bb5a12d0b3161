"""What is told of which kind of event, to whom: a table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.invites import call_in, spoken
from cases.lifecycle import Status
from cases.models import CaseEvent, EscalationReason, EventKind, Priority
from cases.models.case import number_of
from cases.notifications.hearers import Hearers, followers, new_watcher
from orgs.models import Topic


def status_of(event: CaseEvent) -> dict[str, Any]:
    """Where the event led the case; else where it stands."""
    return {"status": Status(event.data.get("to") or event.case.status).label}


def priority_of(event: CaseEvent) -> dict[str, Any]:
    return {"priority": Priority(event.data["to"]).label}


def subject_of(event: CaseEvent) -> int:
    """The case that the mail leads to, by primary key: the event's, or its follow-up."""
    return event.data["case"] if event.kind == EventKind.FOLLOWED_UP else event.case_id


def follow_up_of(event: CaseEvent) -> dict[str, Any]:
    return {"follow_up": number_of(subject_of(event))}


def call_of(event: CaseEvent) -> dict[str, Any]:
    call = call_in(event)
    return {"call": spoken(call) if call else ""}


def reason_of(event: CaseEvent) -> dict[str, Any]:
    return {"reason": EscalationReason(event.data["reason"]).label}


def days_of(event: CaseEvent) -> dict[str, Any]:
    days = event.data["days_left"]
    return {"left": ngettext("%(number)d day", "%(number)d days", days) % {"number": days}}


def nothing_more(event: CaseEvent) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Kind:
    """How events of one kind are told.

    `sentence` may name %(who)s and what `words` adds, in the language that is active. `hearers`
    answers the customer's people, without the author unless it is a `receipt` (WIZ-13). `team`:
    the support team's address hears of it too when a customer did it (NOTE-2). `managers`: so
    does each support manager (SLA-6).
    """

    topic: Topic
    sentence: Promise
    words: Callable[[CaseEvent], dict[str, Any]] = nothing_more
    hearers: Callable[[CaseEvent], Hearers] = followers
    receipt: bool = False
    team: bool = False
    managers: bool = False


KINDS: dict[str, Kind] = {
    EventKind.SUBMITTED: Kind(
        Topic.NEW_CASES, _("%(who)s opened this case."), receipt=True, team=True
    ),
    EventKind.COMMENTED: Kind(Topic.COMMENTS, _("%(who)s commented."), team=True),
    EventKind.STATUS_CHANGED: Kind(
        Topic.STATUS, _("The status changed to “%(status)s”."), words=status_of
    ),
    EventKind.CLOSED: Kind(Topic.STATUS, _("%(who)s closed this case."), team=True),
    EventKind.AUTO_CLOSED: Kind(Topic.STATUS, _("This case was closed because no answer came.")),
    EventKind.REOPENED: Kind(Topic.STATUS, _("%(who)s reopened this case."), team=True),
    EventKind.PRIORITY_CHANGED: Kind(
        Topic.STATUS, _("The priority changed to “%(priority)s”."), words=priority_of
    ),
    EventKind.ATTACHMENT_ADDED: Kind(Topic.COMMENTS, _("%(who)s added an attachment.")),
    EventKind.FOLLOWED_UP: Kind(
        Topic.NEW_CASES,
        _("%(who)s created a follow-up of this case: %(follow_up)s."),
        words=follow_up_of,
    ),
    EventKind.REFILED: Kind(
        Topic.STATUS,
        _("%(who)s filed this case again in another organization. It is closed here."),
        team=True,
    ),
    EventKind.WATCHER_ADDED: Kind(
        Topic.NEW_CASES, _("%(who)s added you as a watcher of this case."), hearers=new_watcher
    ),
    EventKind.CONTACT_AGREED: Kind(
        Topic.STATUS, _("%(who)s agreed a time for a call: %(call)s."), words=call_of
    ),
    EventKind.REMINDED: Kind(
        Topic.REMINDERS, _("This case waits for your answer: %(left)s left."), words=days_of
    ),
    EventKind.ESCALATED: Kind(
        Topic.ESCALATIONS,
        _("%(who)s escalated this case to management: %(reason)s."),
        words=reason_of,
        managers=True,
    ),
    EventKind.ESCALATION_TAKEN: Kind(Topic.ESCALATIONS, _("%(who)s takes care of the escalation.")),
    EventKind.ESCALATION_ANSWERED: Kind(Topic.ESCALATIONS, _("%(who)s answers the escalation.")),
}
"""A kind without a row stands on the timeline only."""

ASKED = {
    Status.PENDING_RESPONSE: _("%(who)s asks you for information."),
    Status.RESOLUTION_PROVIDED: _("%(who)s proposes a solution."),
}
"""Said instead of the bare status: it is the customer's turn."""


def is_stale(event: CaseEvent) -> bool:
    """A reminder of what was answered since, before the mail went out."""
    if event.kind != EventKind.REMINDED:
        return False
    closes_at = event.case.closes_at
    return closes_at is None or closes_at.isoformat() != event.data["closes_at"]


def sentence(event: CaseEvent) -> str:
    """What happened, in the language that is active."""
    kind = KINDS[event.kind]
    words = kind.sentence
    if event.kind == EventKind.STATUS_CHANGED:
        words = ASKED.get(Status(event.data["to"]), words)
    return str(words % {"who": event.actor or "", **kind.words(event)})
