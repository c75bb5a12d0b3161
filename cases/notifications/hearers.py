"""Who of the customer's people hears of an event."""

from cases.models import CaseEvent


def followers(event: CaseEvent) -> set[int]:
    """The requester and the watchers."""
    return {event.case.requester_id, *event.case.watchers.values_list("user_id", flat=True)}


def new_watcher(event: CaseEvent) -> set[int]:
    """Who was added hears of it alone."""
    return {event.data["user"]}
