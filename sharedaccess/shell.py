"""What stands around every page: the picker, the navigation, the bars."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from orgs.access import Decision, Gate
from orgs.actor import Actor
from orgs.models import Organization, User
from orgs.roles import Capability
from sharedaccess.doors import decide_for, organizations_open_to, with_support

SEARCHABLE_FROM = 8
"""The picker is searchable when there are more than seven (ENT-2)."""


@dataclass
class Shell:
    user: User
    actor: Actor | None

    @cached_property
    def organizations(self) -> list[Organization]:
        return list(with_support(organizations_open_to(self.user)))

    @property
    def organization(self) -> Organization | None:
        return self.actor.organization if self.actor else None

    @property
    def is_searchable(self) -> bool:
        return len(self.organizations) >= SEARCHABLE_FROM

    @cached_property
    def email_verified(self) -> bool:
        return self.actor.email_verified if self.actor else self.user.has_verified_email

    @cached_property
    def bar(self) -> Decision | None:
        """The bar of ENT-3, from the decision that knows the words; the banner of ID-3 stands apart."""
        if self.actor is None or self.sees_support and not self.actor.organization.is_partner:
            return None
        decision = decide_for(self.actor)
        return decision if decision.gate == Gate.SUPPORT and not decision.allowed else None

    @property
    def sees_support(self) -> bool:
        return self.actor is not None and self.actor.can(Capability.OPEN_CASE)

    @property
    def sees_cases(self) -> bool:
        return self.actor is not None and self.actor.can(
            Capability.VIEW_ORG_CASES, Capability.FOLLOW_CASES
        )

    @property
    def sees_administrators(self) -> bool:
        return self.actor is not None and self.actor.can(Capability.ASSIGN_ROLES)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Nothing here is queried before a template asks for it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"shell": None}
    return {"shell": Shell(user, getattr(request, "actor", None))}
