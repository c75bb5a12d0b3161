"""Who hears of an event, and what the mail says."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.signing import Signer
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.lifecycle import ENDED, Side, Status
from cases.models import Case, CaseEvent, EventKind
from orgs.models import User
from portal import emails, outbox
from portal.emails import compose
from sharedaccess.doors import find_actor

KIND = "cases.event"
TEAM_KIND = "cases.team"

SILENT = frozenset({EventKind.ASSIGNED, EventKind.WATCHER_REMOVED})
"""On the timeline only."""

ACKNOWLEDGED = frozenset({EventKind.SUBMITTED})
"""Mailed to their author too: the receipt of a case (WIZ-13)."""

TEAM_HEARS = frozenset(
    {EventKind.SUBMITTED, EventKind.COMMENTED, EventKind.REOPENED, EventKind.CLOSED}
)

SENTENCES = {
    EventKind.SUBMITTED: _("%(who)s opened this case."),
    EventKind.COMMENTED: _("%(who)s commented."),
    EventKind.STATUS_CHANGED: _("The status changed to “%(status)s”."),
    EventKind.CLOSED: _("%(who)s closed this case."),
    EventKind.AUTO_CLOSED: _("This case was closed because no answer came."),
    EventKind.REOPENED: _("%(who)s reopened this case."),
    EventKind.PRIORITY_CHANGED: _("The priority changed to “%(priority)s”."),
    EventKind.ATTACHMENT_ADDED: _("%(who)s added an attachment."),
    EventKind.WATCHER_ADDED: _("%(who)s added you as a watcher of this case."),
}

unsubscribe_signer = Signer(salt="cases.unsubscribe")


def announce(event: CaseEvent) -> None:
    """Promise a mail to each person who hears of the event, once (NOTE-2)."""
    if event.kind in SILENT:
        return
    reference = event.case.number
    for user_id in _hearers(event):
        outbox.enqueue(
            KIND,
            key=f"{KIND}:{event.pk}:{user_id}",
            payload={"event": event.pk, "recipient": user_id},
            reference=reference,
        )
    if event.side == Side.CUSTOMER and event.kind in TEAM_HEARS:
        outbox.enqueue(
            TEAM_KIND,
            key=f"{TEAM_KIND}:{event.pk}",
            payload={"event": event.pk},
            reference=reference,
        )


@emails.renders(KIND)
def render_event(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """The mail for one person; None if that person may not read the case any more."""
    event = _event(payload["event"])
    recipient = User.objects.filter(pk=payload["recipient"], is_active=True).first()
    if recipient is None or not _still_hears(event, recipient):
        return None
    watcher = event.case.watchers.filter(user=recipient).first()
    mail = compose(
        "case_event",
        to=recipient.email,
        context=_context(event, recipient) | {"is_watcher": watcher is not None},
        language=recipient.language_or_default,
        time_zone=recipient.time_zone_or_default,
    )
    _thread(mail, event)
    if watcher:
        url = emails.absolute(
            reverse("cases:unsubscribe", args=[unsubscribe_signer.sign(watcher.pk)])
        )
        mail.extra_headers["List-Unsubscribe"] = f"<{url}>"
        mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


@emails.renders(TEAM_KIND)
def render_for_team(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """The mail to the support team's address, with a link to the agents' desk."""
    event = _event(payload["event"])
    team = event.case.team
    context = _context(event, None) | {
        "action_url": emails.absolute(reverse("admin:cases_case_change", args=[event.case_id])),
        "is_team": True,
    }
    mail = compose(
        "case_event", to=team.email, context=context, language=team.language, time_zone="UTC"
    )
    _thread(mail, event)
    return mail


def _hearers(event: CaseEvent) -> set[int]:
    """Requester and watchers without the author; a new watcher alone hears of being added."""
    if event.kind == EventKind.WATCHER_ADDED:
        return {event.data["user"]} - {event.actor_id}
    people = {event.case.requester_id, *event.case.watchers.values_list("user_id", flat=True)}
    return people if event.kind in ACKNOWLEDGED else people - {event.actor_id}


def _still_hears(event: CaseEvent, recipient: User) -> bool:
    """Asked when the mail is sent: the tie, the wall, and for watchers the watch itself (CASE-3)."""
    actor = find_actor(recipient, event.case.organization)
    if actor is None or not Case.objects.visible_to(actor).filter(pk=event.case_id).exists():
        return False
    if event.case.requester_id == recipient.pk:
        return True
    return event.case.watchers.filter(user=recipient).exists()


def _event(pk: int) -> CaseEvent:
    rows = CaseEvent.objects.select_related(
        "actor",
        "comment__author",
        "case__organization",
        "case__product",
        "case__team",
        "case__requester",
    )
    return rows.get(pk=pk)


def _context(event: CaseEvent, recipient: User | None) -> dict[str, Any]:
    case = event.case
    return {
        "event": event,
        "case": case,
        "recipient": recipient,
        "sentence": lambda: _sentence(event),
        "comment": event.comment,
        "action_url": emails.absolute(case.get_absolute_url()),
        "is_closed": case.status in ENDED,
    }


def _sentence(event: CaseEvent) -> str:
    """What happened, in the language that is active when the template asks."""
    status = (
        Status(event.data["to"]).label if "to" in event.data else event.case.get_status_display()
    )
    words = {
        "who": event.actor or "",
        "status": status,
        "priority": event.case.get_priority_display(),
    }
    return str(SENTENCES[EventKind(event.kind)] % words)


def _thread(mail: EmailMultiAlternatives, event: CaseEvent) -> None:
    """One thread for each case (RFC 5322 §3.6.4): all mails refer to one root that stands for the case."""
    root = emails.thread_root("case", event.case_id)
    mail.extra_headers["References"] = root
    mail.extra_headers["In-Reply-To"] = root
