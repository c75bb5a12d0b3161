"""What the mails about cases say, and the last look at who may read them."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.following import Relation, followers
from cases.models import Case, CaseEvent, Escalation, EventKind
from cases.notifications.calls import attach_call, call_context
from cases.notifications.kinds import is_stale, sentence, subject_of
from cases.response import Response
from orgs.models import User
from orgs.staff import managers
from portal import emails, unsubscribing
from portal.emails import compose
from sharedaccess.doors import agent, find_actor

KIND = "cases.event"
TEAM_KIND = "cases.team"
CALL_KIND = "cases.call"
MANAGER_KIND = "cases.manager"

PROMISING = frozenset({EventKind.SUBMITTED, EventKind.PRIORITY_CHANGED})
"""Say until when the first answer comes."""

ADVISED = frozenset({EventKind.REMINDED, EventKind.AUTO_CLOSED})
"""Say what to do now, and until when."""

WATCH, CASE = "watch", "case"
"""What the links in these mails end: a watch, or all mails about a case."""


@emails.renders(KIND)
def render_event(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """The mail for one person; None if that person may not read the case any more."""
    event = _event(payload["event"])
    recipient = User.objects.filter(pk=payload["recipient"], is_active=True).first()
    if recipient is None or is_stale(event) or not _sees(recipient, event):
        return None
    relation = followers(event.case).get(recipient.pk)
    if relation is None:
        return None
    stop = _stop_url(event.case, recipient, relation)
    mail = compose(
        "case_event",
        to=recipient.email,
        context=_context(event, relation=relation, unsubscribe_url=stop),
        language=recipient.language_or_default,
        time_zone=recipient.time_zone_or_default,
    )
    if stop:
        unsubscribing.make_stoppable(mail, stop)
    if relation == Relation.REQUESTER:
        attach_call(mail, event, recipient)
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


@emails.renders(CALL_KIND)
def render_for_caller(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """For the calendar of the agent who calls; None once the case left their queue."""
    event = _event(payload["event"])
    caller = User.objects.filter(pk=payload["recipient"], is_active=True, is_staff=True).first()
    if caller is None or not _is_in_queue_of(caller, event.case):
        return None
    mail = compose(
        "case_event",
        to=caller.email,
        context=_context(event) | {"action_url": _desk(event), "is_caller": True},
        language=caller.language_or_default,
        time_zone=caller.time_zone_or_default,
    )
    attach_call(mail, event, caller)
    return _threaded(mail, event)


def _is_in_queue_of(caller: User, case: Case) -> bool:
    badge = agent(caller, case.organization)
    return Case.objects.visible_to(badge).filter(pk=case.pk).exists()


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


def _desk(event: CaseEvent) -> str:
    return emails.absolute(reverse("admin:cases_case_change", args=[event.case_id]))


def _stop_url(case: Case, recipient: User, relation: Relation) -> str:
    """What one click ends: the watch, or the mails about this case; for own cases nothing."""
    if relation == Relation.STANDING:
        return unsubscribing.stop_url(CASE, case.pk, recipient.pk)
    if relation == Relation.WATCHER:
        watcher = case.watchers.get(user=recipient)
        return unsubscribing.stop_url(WATCH, watcher.pk)
    return ""


def _sees(recipient: User, event: CaseEvent) -> bool:
    """Asked when the mail is sent, not when it was promised: the tie, then the wall; for all cases
    that the mail tells of."""
    told = {event.case_id, subject_of(event)}
    actor = find_actor(recipient, event.case.organization)
    if actor is None:
        return False
    return Case.objects.visible_to(actor).filter(pk__in=told).count() == len(told)


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
        "words": _words(event),
        "files": _files(event),
        "has_advice": event.kind in ADVISED,
        "response": Response(case) if event.kind in PROMISING else None,
        "action_url": emails.absolute(
            reverse("cases:detail", args=[case.organization.slug, subject_of(event)])
        ),
        "action_label": lambda: _("Open the case"),
        **call_context(event),
        **more,
    }


def _words(event: CaseEvent) -> str:
    """What was said: the comment, for a new case its description, why it was escalated."""
    if event.comment:
        return event.comment.body
    if event.kind == EventKind.ESCALATED:
        return Escalation.objects.get(pk=event.data["escalation"]).details
    return event.case.description if event.kind == EventKind.SUBMITTED else ""


def _files(event: CaseEvent) -> list[str]:
    """The names of what came along."""
    came_along = event.case.attachments.filter(is_internal=False, comment=event.comment)
    if event.comment is None and event.kind != EventKind.SUBMITTED:
        return []
    return [attachment.name for attachment in came_along]


def _threaded(mail: EmailMultiAlternatives, event: CaseEvent) -> EmailMultiAlternatives:
    """One thread for each case (RFC 5322 §3.6.4): its mails refer to a root that stands for it."""
    root = emails.thread_root("case", event.case_id)
    mail.extra_headers |= {"References": root, "In-Reply-To": root}
    return mail
