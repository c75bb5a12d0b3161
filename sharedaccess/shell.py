"""What stands around every page: the picker, the navigation, the bars."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from orgs.access import Decision, Gate, check
from orgs.actor import Actor
from orgs.models import Organization, User
from orgs.roles import Capability
from sharedaccess import doors
from sharedaccess.account_pages import first_page

SEARCHABLE_FROM = 8
"""The picker is searchable when there are more than seven (ENT-2)."""


@dataclass
class Shell:
    """Nothing here is queried before a template asks for it."""

    user: User | None
    page_actor: Actor | None
    """Who the person is on a page below `/o/<org>/`."""

    @cached_property
    def actor(self) -> Actor | None:
        """On pages of no organization, the person in the one that was used last (ENT-1)."""
        if self.page_actor is not None or self.user is None:
            return self.page_actor
        return doors.actor_at_start(self.user)

    @property
    def organization(self) -> Organization | None:
        return self.actor.organization if self.actor else None

    @cached_property
    def organizations(self) -> list[Organization]:
        """What the picker offers, each with `is_entitled` (ENT-1, ENT-2)."""
        if self.user is None:
            return []
        return list(doors.accounts_of(self.user))

    @property
    def is_searchable(self) -> bool:
        return len(self.organizations) >= SEARCHABLE_FROM

    @cached_property
    def email_verified(self) -> bool:
        """False shows the banner of ID-3."""
        if self.actor is not None:
            return self.actor.email_verified
        return self.user is not None and self.user.has_verified_email

    @cached_property
    def bar(self) -> Decision | None:
        """No right to support here (ENT-3); or else no product account linked yet (ID-4)."""
        if self.actor is None or self.actor.is_agent:
            return None
        facts = replace(doors.facts(self.actor.user, self.actor), lapses=tuple)
        if len(self.organizations) == 1:
            facts = replace(facts, elsewhere=tuple)
        decisions = (check(gate, facts) for gate in (Gate.SUPPORT, Gate.ACCOUNT_LINKED))
        return next((decision for decision in decisions if not decision.allowed), None)

    @property
    def sees_support(self) -> bool:
        """A partner's own organization is not where its people file cases (ENT-7)."""
        return self._can(Capability.OPEN_CASE) and not self.organization.is_partner  # type: ignore[union-attr]

    @property
    def sees_cases(self) -> bool:
        return self._can(Capability.VIEW_ORG_CASES, Capability.FOLLOW_CASES)

    @property
    def sees_administrators(self) -> bool:
        return self._can(Capability.ASSIGN_ROLES, Capability.MANAGE_BRANCH)

    @property
    def sees_audit(self) -> bool:
        return self._can(Capability.SEE_AUDIT)

    @property
    def account_page(self) -> str:
        """The address of the first page of the account that is open, or nothing."""
        return first_page(self.actor) if self.actor else ""

    @property
    def shares_access(self) -> bool:
        return self._can(Capability.GRANT_ACCESS)

    @property
    def is_grantee(self) -> bool:
        return any(not organization.is_own for organization in self.organizations)  # type: ignore[attr-defined]

    def _can(self, *capabilities: Capability) -> bool:
        return self.actor is not None and self.actor.can(*capabilities)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, User) else None
    return {"shell": Shell(person, getattr(request, "actor", None))}
