"""What ends with a tie: the floors above say so without being imported."""

from typing import Protocol

from orgs.models import Organization, User


class Ending(Protocol):
    def __call__(self, *, user: User, organization: Organization) -> None:
        """End what the user's remaining ties to the organization do not carry."""


_endings: list[Ending] = []


def at_the_end(ending: Ending) -> None:
    """Register what is to be done in the transaction in which somebody lost a right."""
    if ending not in _endings:
        _endings.append(ending)


def end(*, user: User, organization: Organization) -> None:
    """To be called behind the change, with the organization locked (lock order: organization, case,
    children)."""
    for ending in _endings:
        ending(user=user, organization=organization)
