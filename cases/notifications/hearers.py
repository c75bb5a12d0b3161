"""Who of the customer's people hears of an event, and by which relation to the case."""

from cases.following import Relation
from cases.following import followers as followers_of
from cases.models import CaseEvent

Hearers = dict[int, Relation]
"""By primary key."""


def followers(event: CaseEvent) -> Hearers:
    """The requester, the watchers and who watches all new cases; but nobody who muted this one."""
    return followers_of(event.case)


def new_watcher(event: CaseEvent) -> Hearers:
    """Who was added hears of it alone, unless they muted the case."""
    person = event.data["user"]
    muted = event.case.mutes.filter(user=person).exists()
    return {} if muted else {person: Relation.WATCHER}
