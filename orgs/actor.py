"""What an actor is: a person acting for one organization, with what that allows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any, TypeVar

from django.http import HttpRequest

from orgs.models import Organization, User
from orgs.roles import Capability

View = TypeVar("View", bound=Callable[..., Any])


class Via(StrEnum):
    """Whence a right comes."""

    MEMBER = auto()
    ROLE = auto()
    OWNER = auto()
    GRANT = auto()
    BADGE = auto()
    """Vendor staff."""


@dataclass(frozen=True)
class Actor:
    """A person acting for one organization. Passed from hand to hand, never ambient, never kept.

    `products` limits the capabilities of support to some products (ROLE-5), by primary key; None
    is no limit. `teams` limits an agent to the cases of some teams (AGENT-3) in the same way.
    """

    user: User
    organization: Organization
    capabilities: frozenset[Capability]
    via: frozenset[Via] = field(default_factory=frozenset)
    products: frozenset[int] | None = None
    teams: frozenset[int] | None = None
    is_system_admin: bool = False
    email_verified: bool = False
    account_linked: bool = False

    def can(self, *capabilities: Capability) -> bool:
        """Whether any of them is allowed, for at least some product."""
        return not self.capabilities.isdisjoint(capabilities)

    def covers(self, product_id: int) -> bool:
        """Whether the rights reach this product."""
        return self.products is None or product_id in self.products

    @property
    def is_agent(self) -> bool:
        return Via.BADGE in self.via


class UserRequest(HttpRequest):
    """A request behind the login."""

    user: User  # type: ignore[assignment]


class ActorRequest(UserRequest):
    """A request below `/o/<org>/`: the middleware has found the actor."""

    actor: Actor


def requires(*capabilities: Capability) -> Callable[[View], View]:
    """Declare that a page below `/o/<org>/` needs one of these; `PermissionsMiddleware` sees to it.

    With none, any tie to the organization is enough.
    """

    def mark(view: View) -> View:
        view.requires = frozenset(capabilities)  # type: ignore[attr-defined]
        return view

    return mark


def requirement(view: Callable[..., Any]) -> frozenset[Capability] | None:
    """What a view declared; None if it forgot."""
    return getattr(view, "requires", None)
