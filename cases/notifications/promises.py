"""Who hears of an event."""

from collections.abc import Iterator

from cases.lifecycle import Side
from cases.models import CaseEvent, EventKind
from orgs.staff import managers
from portal import outbox
from portal.outbox import Promise

KIND = "cases.event"
TEAM_KIND = "cases.team"
MANAGER_KIND = "cases.manager"

SILENT = frozenset({EventKind.ASSIGNED, EventKind.WATCHER_REMOVED})
"""On the timeline only."""

ACKNOWLEDGED = frozenset({EventKind.SUBMITTED})
"""Mailed to their author too: the receipt of a case (WIZ-13)."""

TEAM_HEARS = frozenset(
    {EventKind.SUBMITTED, EventKind.COMMENTED, EventKind.REOPENED, EventKind.CLOSED}
)
"""New cases and what customers say; also with what they close and reopen."""


def announce(event: CaseEvent) -> None:
    """Promise a mail to each person who hears of the event, once (NOTE-2)."""
    if event.kind not in SILENT:
        outbox.enqueue_all(_promises(event))


def _promises(event: CaseEvent) -> Iterator[Promise]:
    number = event.case.number
    for user_id in sorted(_hearers(event)):
        yield _promise(KIND, event, user_id)
    if event.side == Side.CUSTOMER and event.kind in TEAM_HEARS:
        yield Promise(TEAM_KIND, f"{TEAM_KIND}:{event.pk}", {"event": event.pk}, number)
    if event.kind == EventKind.ESCALATED:
        for user_id in managers().order_by("pk").values_list("pk", flat=True):
            yield _promise(MANAGER_KIND, event, user_id)


def _promise(kind: str, event: CaseEvent, user_id: int) -> Promise:
    payload = {"event": event.pk, "recipient": user_id}
    return Promise(kind, f"{kind}:{event.pk}:{user_id}", payload, event.case.number)


def _hearers(event: CaseEvent) -> set[int]:
    """Requester and watchers without the author; a new watcher alone hears of being added."""
    if event.kind == EventKind.WATCHER_ADDED:
        return {event.data["user"]} - {event.actor_id}
    people = {event.case.requester_id, *event.case.watchers.values_list("user_id", flat=True)}
    return people if event.kind in ACKNOWLEDGED else people - {event.actor_id}
