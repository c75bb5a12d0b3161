"""Promises a mail to each person who hears of an event, in the transaction that caused it."""

from collections.abc import Iterator

from cases.lifecycle import Side
from cases.models import CaseEvent
from cases.notifications.kinds import KINDS, Kind
from cases.notifications.mails import KIND, TEAM_KIND
from portal import outbox
from portal.outbox import Promise


def announce(event: CaseEvent) -> None:
    """Promise a mail to each person who hears of the event, once (NOTE-2)."""
    if kind := KINDS.get(event.kind):
        outbox.enqueue_all([*_to_people(event, kind), *_to_the_team(event, kind)])


def _to_people(event: CaseEvent, kind: Kind) -> Iterator[Promise]:
    author = set() if kind.receipt else {event.actor_id}
    for user_id in sorted(kind.hearers(event) - author):
        key, payload = f"{KIND}:{event.pk}:{user_id}", {"event": event.pk, "recipient": user_id}
        yield Promise(KIND, key, payload, event.case.number)


def _to_the_team(event: CaseEvent, kind: Kind) -> Iterator[Promise]:
    """Of new cases and what customers say, also what they close and reopen."""
    if kind.team and event.side == Side.CUSTOMER:
        key, payload = f"{TEAM_KIND}:{event.pk}", {"event": event.pk}
        yield Promise(TEAM_KIND, key, payload, event.case.number)
