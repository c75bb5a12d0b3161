"""What stands beside a case: the customer's contract, the contact, the mails, the past."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cases.links import MAX_LINKS, Kind, Link
from cases.models import Case, CaseEvent
from cases.models.wall import CaseQuerySet
from orgs.models import Entitlement, User
from portal.models import OutboxMessage

ENTITLEMENT_KINDS = {
    Entitlement.State.ACTIVE: "positive",
    Entitlement.State.SUSPENDED: "warning",
    Entitlement.State.EXPIRED: "negative",
    Entitlement.State.FUTURE: "info",
}
MAIL_KINDS = {
    OutboxMessage.State.PENDING: "info",
    OutboxMessage.State.SENT: "positive",
    OutboxMessage.State.FAILED: "negative",
}
"""In which colour a tag tells the state."""

EARLIER = 5
MAILS = 50


def entitlement(case: Case) -> Entitlement | None:
    """The one that counts: in force if there is any, else the newest."""
    rows = Entitlement.objects.filter(organization=case.organization, product=case.product)
    newest = sorted(rows.order_by("-starts_on")[:20], key=lambda row: row.state != row.State.ACTIVE)
    return newest[0] if newest else None


@dataclass(frozen=True)
class Contact:
    """When the requester can be called; `start` and `end` are shown in the agent's zone."""

    start: datetime
    end: datetime
    zone: str
    now_there: str
    is_reachable: bool


def contact(case: Case) -> Contact:
    start, end = case.contact_hours
    now = timezone.now()
    there = f"{now.astimezone(ZoneInfo(case.contact_time_zone)):%H:%M}"
    return Contact(start, end, case.contact_time_zone, there, start <= now < end)


def earlier_cases(case: Case, seen: CaseQuerySet) -> QuerySet[Case]:
    """Others of the organization, among those that the agent sees."""
    others = seen.filter(organization=case.organization).exclude(pk=case.pk)
    return others.select_related("product").order_by("-opened_at")[:EARLIER]


def linked_cases(case: Case, seen: CaseQuerySet) -> list[tuple[Link, str]]:
    """What it follows up or comes from, and what came of it, with the addresses at the desk."""
    origins = Q(pk__in=[case.follow_up_of_id, case.refiled_from_id])
    rows = seen.filter(origins | Q(follow_up_of=case) | Q(refiled_from=case))
    rows = rows.only("title", "follow_up_of", "refiled_from").order_by("pk")[:MAX_LINKS]
    found = [
        (Link(_kind(case, row), row), reverse("admin:cases_case_change", args=[row.pk]))
        for row in rows
    ]
    if legacy := case.follow_up_of_legacy:
        url = reverse("admin:cases_legacycase_change", args=[legacy.pk])
        found.insert(0, (Link(Kind.FOLLOW_UP_OF, legacy), url))
    return found


def _kind(case: Case, other: Case) -> Kind:
    origins = {case.follow_up_of_id: Kind.FOLLOW_UP_OF, case.refiled_from_id: Kind.REFILED_FROM}
    came_of_it = Kind.REFILED_AS if other.refiled_from_id == case.pk else Kind.FOLLOW_UP
    return origins.get(other.pk, came_of_it)


@dataclass(frozen=True)
class Mail:
    """One promised mail: to whom, about what, and what became of it."""

    message: OutboxMessage
    to: str
    about: str

    @property
    def kind(self) -> str:
        return MAIL_KINDS.get(OutboxMessage.State(self.message.state), "neutral")

    @property
    def state(self) -> str:
        """The first word of it: the rest explains it to those who look after delivery."""
        return str(self.message.get_state_display()).partition(":")[0]


def mails(case: Case) -> list[OutboxMessage]:
    rows = OutboxMessage.objects.filter(reference=case.number).order_by("-created_at")
    return list(rows[:MAILS])


def recipients(messages: Iterable[OutboxMessage]) -> set[int]:
    found = (message.payload.get("recipient") for message in messages)
    return {pk for pk in found if isinstance(pk, int)}


def deliveries(
    case: Case,
    messages: Iterable[OutboxMessage],
    events: Iterable[CaseEvent],
    people: Mapping[int, User],
) -> list[Mail]:
    """Without a recipient, it goes to the support team."""
    kinds = {event.pk: event.get_kind_display() for event in events}
    return [
        Mail(
            message,
            str(people.get(message.payload.get("recipient", 0), case.team)),
            kinds.get(message.payload.get("event", 0), ""),
        )
        for message in messages
    ]
