"""Promises a mail to each person who hears of an event, in the transaction that caused it."""

from collections.abc import Iterable, Iterator

from cases.following import Relation
from cases.invites import call_in, relieved_in
from cases.lifecycle import Side
from cases.models import CaseEvent
from cases.notifications import digest
from cases.notifications.hearers import Hearers
from cases.notifications.kinds import KINDS, Kind
from cases.notifications.mails import CALL_KIND, KIND, MANAGER_KIND, TEAM_KIND
from orgs.models import Delivery, NotificationPreference, Topic
from orgs.staff import managers
from portal import outbox
from portal.outbox import Promise


def announce(event: CaseEvent) -> None:
    """Promise a mail to each person who hears of the event, once (NOTE-2), as soon as they want."""
    kind = KINDS.get(event.kind)
    if kind is None:
        return
    hearers = kind.hearers(event)
    if not kind.receipt:
        hearers.pop(event.actor_id or 0, None)
    wanted = _deliveries(hearers, kind.topic)
    at_once = [pk for pk, delivery in wanted.items() if delivery == Delivery.AT_ONCE]
    daily = [pk for pk, delivery in wanted.items() if delivery == Delivery.DAILY]
    outbox.enqueue_all(
        [
            *_to_people(event, at_once),
            *digest.collect(event, daily),
            *_to_the_team(event, kind),
            *_to_managers(event, kind),
            *_to_the_caller(event),
        ]
    )


def _deliveries(hearers: Hearers, topic: Topic) -> dict[int, Delivery]:
    """As each prefers; but of one's own cases one hears at once, whatever one said (NOTE-6)."""
    wanted = NotificationPreference.objects.deliveries(hearers, topic)
    own = (pk for pk, relation in hearers.items() if relation == Relation.REQUESTER)
    return wanted | dict.fromkeys(own, Delivery.AT_ONCE)


def _to_people(event: CaseEvent, people: Iterable[int]) -> Iterator[Promise]:
    for user_id in sorted(people):
        yield _to_one(KIND, event, user_id)


def _to_the_team(event: CaseEvent, kind: Kind) -> Iterator[Promise]:
    """Of new cases and what customers say, also what they close and reopen."""
    if kind.team and event.side == Side.CUSTOMER:
        key, payload = f"{TEAM_KIND}:{event.pk}", {"event": event.pk}
        yield Promise(TEAM_KIND, key, payload, event.case.number)


def _to_managers(event: CaseEvent, kind: Kind) -> Iterator[Promise]:
    if kind.managers:
        for user_id in managers().order_by("pk").values_list("pk", flat=True):
            yield _to_one(MANAGER_KIND, event, user_id)


def _to_the_caller(event: CaseEvent) -> Iterator[Promise]:
    """The agent's own calendar is told too, though the agent did it: like a receipt; and that of
    the agent who had agreed before."""
    call = call_in(event)
    for agent in (call and call.agent, relieved_in(event)):
        if agent:
            yield _to_one(CALL_KIND, event, agent)


def _to_one(kind: str, event: CaseEvent, user_id: int) -> Promise:
    payload = {"event": event.pk, "recipient": user_id}
    return Promise(kind, f"{kind}:{event.pk}:{user_id}", payload, event.case.number)
