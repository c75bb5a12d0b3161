"""What ends with a tie: the floors above say so without being imported."""

from typing import Protocol

from orgs.models import Organization, User


class Ending(Protocol):
    def __call__(self, *, user: User, organization: Organization) -> None:
        """End what the user's remaining ties to the organization do not carry."""


class Departure(Protocol):
    def __call__(self, *, user: User, organization: Organization, by: User | None) -> None:
        """Take from somebody who left for good a tie that is no membership."""


class Listing(Protocol):
    def __call__(self, *, user: User, organization: Organization) -> list[str]:
        """Name the unfinished work of the user there, in words that any of its admins may read."""


_endings: list[Ending] = []
_departures: list[Departure] = []
_listings: list[Listing] = []


def at_the_end(ending: Ending) -> None:
    """Register what is to be done in the transaction in which somebody lost a right."""
    if ending not in _endings:
        _endings.append(ending)


def at_departure(departure: Departure) -> None:
    """Register what is to be taken in the transaction in which somebody left for good."""
    if departure not in _departures:
        _departures.append(departure)


def lists_open_work(listing: Listing) -> None:
    """Register what somebody who left leaves to others."""
    if listing not in _listings:
        _listings.append(listing)


def end(*, user: User, organization: Organization) -> None:
    """To be called behind the change, with the organization locked (lock order: organization, case,
    children)."""
    for ending in _endings:
        ending(user=user, organization=organization)


def depart(*, user: User, organization: Organization, by: User | None) -> None:
    """Likewise, for somebody whose own company says that they left."""
    for departure in _departures:
        departure(user=user, organization=organization, by=by)


def open_work(*, user: User, organization: Organization) -> list[str]:
    return [one for listing in _listings for one in listing(user=user, organization=organization)]
