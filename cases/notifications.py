"""Who hears of an event, and what the mail says."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.lifecycle import Side, Status
from cases.models import Case, CaseEvent, EventKind, Watcher
from cases.targets import target_of
from orgs.models import User
from portal import emails, outbox
from portal.emails import compose
from portal.outbox import Promise
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
"""New cases and what customers say; also with what they close and reopen."""

SENTENCES = {
    EventKind.SUBMITTED: gettext_lazy("%(who)s opened this case."),
    EventKind.COMMENTED: gettext_lazy("%(who)s commented."),
    EventKind.STATUS_CHANGED: gettext_lazy("The status changed to “%(status)s”."),
    EventKind.CLOSED: gettext_lazy("%(who)s closed this case."),
    EventKind.AUTO_CLOSED: gettext_lazy("This case was closed because no answer came."),
    EventKind.REOPENED: gettext_lazy("%(who)s reopened this case."),
    EventKind.PRIORITY_CHANGED: gettext_lazy("The priority changed to “%(priority)s”."),
    EventKind.ATTACHMENT_ADDED: gettext_lazy("%(who)s added an attachment."),
    EventKind.WATCHER_ADDED: gettext_lazy("%(who)s added you as a watcher of this case."),
}
ASKED = {
    Status.PENDING_RESPONSE: gettext_lazy("%(who)s asks you for information."),
    Status.RESOLUTION_PROVIDED: gettext_lazy("%(who)s proposes a solution."),
}
"""Said instead of the bare status: it is the customer's turn."""

unsubscribe_signer = Signer(salt="cases.unsubscribe")


def announce(event: CaseEvent) -> None:
    """Promise a mail to each person who hears of the event, once (NOTE-2)."""
    if event.kind not in SILENT:
        outbox.enqueue_all(_promises(event))


def find_watcher(token: str) -> int | None:
    """Whose watch the link in a mail ends: the primary key; None if the token is not ours."""
    try:
        return int(unsubscribe_signer.unsign(token))
    except (BadSignature, ValueError):
        return None


def unsubscribe_url(watcher: Watcher) -> str:
    token = unsubscribe_signer.sign(str(watcher.pk))
    return emails.absolute(reverse("cases:unsubscribe", args=[token]))


@emails.renders(KIND)
def render_event(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """The mail for one person; None if that person may not read the case any more."""
    event = _event(payload["event"])
    recipient = User.objects.filter(pk=payload["recipient"], is_active=True).first()
    if recipient is None or not _sees(recipient, event.case):
        return None
    watcher = event.case.watchers.filter(user=recipient).first()
    is_requester = event.case.requester_id == recipient.pk
    if not (watcher or is_requester):
        return None
    stop = unsubscribe_url(watcher) if watcher else ""
    mail = compose(
        "case_event",
        to=recipient.email,
        context=_context(event, is_requester=is_requester, unsubscribe_url=stop),
        language=recipient.language_or_default,
        time_zone=recipient.time_zone_or_default,
    )
    if stop:
        mail.extra_headers["List-Unsubscribe"] = f"<{stop}>"
        mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return _threaded(mail, event)


@emails.renders(TEAM_KIND)
def render_for_team(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """The mail to the support team's address, with a link to the agents' desk."""
    event = _event(payload["event"])
    team = event.case.team
    desk = reverse("admin:cases_case_change", args=[event.case_id])
    mail = compose(
        "case_event",
        to=team.email,
        context=_context(event) | {"action_url": emails.absolute(desk), "team": team},
        language=team.language,
        time_zone=settings.TIME_ZONE,
    )
    return _threaded(mail, event)


def _promises(event: CaseEvent) -> Iterator[Promise]:
    number = event.case.number
    for user_id in sorted(_hearers(event)):
        key, payload = f"{KIND}:{event.pk}:{user_id}", {"event": event.pk, "recipient": user_id}
        yield Promise(KIND, key, payload, number)
    if event.side == Side.CUSTOMER and event.kind in TEAM_HEARS:
        yield Promise(TEAM_KIND, f"{TEAM_KIND}:{event.pk}", {"event": event.pk}, number)


def _hearers(event: CaseEvent) -> set[int]:
    """Requester and watchers without the author; a new watcher alone hears of being added."""
    if event.kind == EventKind.WATCHER_ADDED:
        return {event.data["user"]} - {event.actor_id}
    people = {event.case.requester_id, *event.case.watchers.values_list("user_id", flat=True)}
    return people if event.kind in ACKNOWLEDGED else people - {event.actor_id}


def _sees(recipient: User, case: Case) -> bool:
    """Asked when the mail is sent, not when it was promised: the tie, then the wall."""
    actor = find_actor(recipient, case.organization)
    return actor is not None and Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def _event(pk: int) -> CaseEvent:
    rows = CaseEvent.objects.select_related(
        "actor", "comment", "case__organization", "case__product", "case__team", "case__requester"
    )
    return rows.get(pk=pk)


def _context(event: CaseEvent, **more: Any) -> dict[str, Any]:
    """Sentences are callables: they speak the language that is active when the template asks."""
    case = event.case
    return {
        "event": event,
        "case": case,
        "sentence": lambda: _sentence(event),
        "words": _words(event),
        "files": _files(event),
        "target": target_of(case) if event.kind == EventKind.SUBMITTED else None,
        "action_url": emails.absolute(case.get_absolute_url()),
        "action_label": lambda: _("Open the case"),
        **more,
    }


def _words(event: CaseEvent) -> str:
    """What was said: the comment, and for a new case its description."""
    if event.comment:
        return event.comment.body
    return event.case.description if event.kind == EventKind.SUBMITTED else ""


def _files(event: CaseEvent) -> list[str]:
    """The names of what came along."""
    came_along = event.case.attachments.filter(is_internal=False, comment=event.comment)
    if event.comment is None and event.kind != EventKind.SUBMITTED:
        return []
    return [attachment.name for attachment in came_along]


def _sentence(event: CaseEvent) -> str:
    status = Status(event.data.get("to") or event.case.status)
    words = {
        "who": event.actor or "",
        "status": status.label,
        "priority": event.case.get_priority_display(),
    }
    sentence = SENTENCES[EventKind(event.kind)]
    if event.kind == EventKind.STATUS_CHANGED:
        sentence = ASKED.get(status, sentence)
    return str(sentence % words)


def _threaded(mail: EmailMultiAlternatives, event: CaseEvent) -> EmailMultiAlternatives:
    """One thread for each case (RFC 5322 §3.6.4): its mails refer to a root that stands for it."""
    root = emails.thread_root("case", event.case_id)
    mail.extra_headers |= {"References": root, "In-Reply-To": root}
    return mail
