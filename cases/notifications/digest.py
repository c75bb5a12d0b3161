"""What happened on the cases that somebody follows, once a day in one mail (NOTE-6)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.following import followers
from cases.models import Case, CaseEvent, DigestItem
from cases.notifications.days import next_digest
from cases.notifications.kinds import KINDS, is_stale, sentence, subject_of
from orgs.models import Delivery, NotificationPreference, Organization, User
from portal import emails, outbox, unsubscribing
from portal.outbox import Promise
from sharedaccess.doors import find_actor

KIND = "cases.digest"
NOUN = "digest"

MAX_ITEMS = 200
"""A digest tells the latest so many; nobody reads more."""


class Told(NamedTuple):
    """One event, in the words that stand in the mail."""

    event: CaseEvent
    sentence: Any
    words: str


class CaseNews(NamedTuple):
    case: Case
    url: str
    told: list[Told]


class OrganizationNews(NamedTuple):
    organization: Organization
    cases: list[CaseNews]


def collect(event: CaseEvent, people: Iterable[int]) -> list[Promise]:
    """Put the event on the next digest of each, and answer the promises of these digests."""
    readers = list(User.objects.filter(pk__in=people).only("time_zone"))
    moments = _moments(readers) if readers else {}
    DigestItem.objects.bulk_create(
        (DigestItem(recipient_id=pk, event=event, day=at.date()) for pk, at in moments.items()),
        ignore_conflicts=True,
    )
    return [
        Promise(KIND, _key(pk, at), {"recipient": pk, "day": f"{at:%Y-%m-%d}"}, due_at=at)
        for pk, at in moments.items()
    ]


@emails.renders(KIND)
def render_digest(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None if there is nothing left that this person may read and wants to hear of."""
    recipient = User.objects.filter(pk=payload["recipient"], is_active=True).first()
    events = _events(recipient, payload["day"]) if recipient else []
    if recipient is None or not events:
        return None
    stop = unsubscribing.stop_url(NOUN, recipient.pk)
    mail = emails.compose(
        "digest",
        to=recipient.email,
        context={
            "news": _by_organization(events),
            "total": len({event.case_id for event in events}),
            "action_url": emails.absolute(reverse("orgs:notifications")),
            "action_label": lambda: _("Choose what you hear of"),
            "unsubscribe_url": stop,
        },
        language=recipient.language_or_default,
        time_zone=recipient.time_zone_or_default,
    )
    unsubscribing.make_stoppable(mail, stop)
    return mail


def _moments(readers: list[User]) -> dict[int, datetime]:
    """When each hears next. A digest that left already is not the next one, even if its hour comes
    again because its reader travelled west."""
    now = timezone.now()
    soon = {reader.pk: next_digest(now, reader.time_zone_or_default) for reader in readers}
    gone = outbox.begun(_key(pk, at) for pk, at in soon.items())
    return {
        reader.pk: next_digest(
            now, reader.time_zone_or_default, skip=_key(reader.pk, soon[reader.pk]) in gone
        )
        for reader in readers
    }


def _key(recipient: int, at: datetime) -> str:
    return f"{KIND}:{recipient}:{at:%Y-%m-%d}"


def _events(recipient: User, day: str) -> list[CaseEvent]:
    """The latest of that day, as far as their reader still sees and follows the cases."""
    off = NotificationPreference.objects.filter(user=recipient, delivery=Delivery.OFF)
    unwanted = set(off.values_list("topic", flat=True))
    items = DigestItem.objects.filter(recipient=recipient, day=day).select_related(
        "event__actor", "event__comment", "event__case__organization", "event__case__product"
    )
    newest = items.order_by("-event__created_at", "-event")[:MAX_ITEMS]
    wanted = [item.event for item in newest if KINDS[item.event.kind].topic not in unwanted]
    wanted = [event for event in wanted if not is_stale(event)]
    seen, cases = _seen(recipient, wanted), {event.case for event in wanted}
    heard = {case.pk for case in cases if case.pk in seen and recipient.pk in followers(case)}
    return [event for event in wanted if event.case_id in heard and subject_of(event) in seen]


def _seen(recipient: User, events: list[CaseEvent]) -> set[int]:
    """Of the cases that are told of, by primary key: asked when the mail is sent, through the
    wall."""
    told = {pk for event in events for pk in (event.case_id, subject_of(event))}
    seen: set[int] = set()
    for organization in {event.case.organization for event in events}:
        if actor := find_actor(recipient, organization):
            visible = Case.objects.visible_to(actor).filter(pk__in=told)
            seen |= set(visible.values_list("pk", flat=True))
    return seen


def _by_organization(events: list[CaseEvent]) -> list[OrganizationNews]:
    """By name; in each the cases by number, in each of these what happened, in its order."""

    def place(event: CaseEvent) -> tuple[Any, ...]:
        case = event.case
        return str(case.organization), case.organization_id, case.pk, event.created_at, event.pk

    ordered = sorted(events, key=place)
    groups = groupby(ordered, key=lambda event: event.case.organization)
    return [OrganizationNews(one, list(_by_case(rows))) for one, rows in groups]


def _by_case(events: Iterable[CaseEvent]) -> Iterator[CaseNews]:
    for case, rows in groupby(events, key=lambda event: event.case):
        told = [_told(event) for event in rows]
        yield CaseNews(case, emails.absolute(case.get_absolute_url()), told)


def _told(event: CaseEvent) -> Told:
    """The sentence is a callable: it speaks the language that is active in the template."""
    return Told(event, lambda: sentence(event), event.comment.body if event.comment else "")
