"""The mails about cases, written when they are sent."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, CaseEvent, EventKind, Watcher
from cases.notifications.promises import KIND, MANAGER_KIND, TEAM_KIND
from cases.notifications.words import ADVISED, files_of, sentence, words_of
from cases.targets import target_of
from orgs.models import User
from orgs.staff import managers
from portal import emails
from portal.emails import compose
from sharedaccess.doors import find_actor

unsubscribe_signer = Signer(salt="cases.unsubscribe")


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
    if recipient is None or _is_stale(event) or not _sees(recipient, event.case):
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
    mail = compose(
        "case_event",
        to=team.email,
        context=_context(event) | {"action_url": _desk(event), "team": team},
        language=team.language,
        time_zone=settings.TIME_ZONE,
    )
    return _threaded(mail, event)


@emails.renders(MANAGER_KIND)
def render_for_manager(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """The mail of an escalation, with a link to the desk; None for who is no manager any more."""
    event = _event(payload["event"])
    manager = managers().filter(pk=payload["recipient"]).first()
    if manager is None:
        return None
    mail = compose(
        "case_event",
        to=manager.email,
        context=_context(event) | {"action_url": _desk(event), "is_manager": True},
        language=manager.language_or_default,
        time_zone=manager.time_zone_or_default,
    )
    return _threaded(mail, event)


def _sees(recipient: User, case: Case) -> bool:
    """Asked when the mail is sent, not when it was promised: the tie, then the wall."""
    actor = find_actor(recipient, case.organization)
    return actor is not None and Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def _is_stale(event: CaseEvent) -> bool:
    """A reminder of what was answered since, before the mail went out."""
    if event.kind != EventKind.REMINDED:
        return False
    closes_at = event.case.closes_at
    return closes_at is None or closes_at.isoformat() != event.data["closes_at"]


def _desk(event: CaseEvent) -> str:
    return emails.absolute(reverse("admin:cases_case_change", args=[event.case_id]))


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
        "sentence": lambda: sentence(event),
        "words": words_of(event),
        "files": files_of(event),
        "has_advice": event.kind in ADVISED,
        "target": target_of(case) if event.kind == EventKind.SUBMITTED else None,
        "action_url": emails.absolute(case.get_absolute_url()),
        "action_label": lambda: _("Open the case"),
        **more,
    }


def _threaded(mail: EmailMultiAlternatives, event: CaseEvent) -> EmailMultiAlternatives:
    """One thread for each case (RFC 5322 §3.6.4): its mails refer to a root that stands for it."""
    root = emails.thread_root("case", event.case_id)
    mail.extra_headers |= {"References": root, "In-Reply-To": root}
    return mail
