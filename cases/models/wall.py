"""Which cases an actor sees: the only tenant wall."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from cases.lifecycle import OPEN
from orgs.actor import Actor
from orgs.roles import Capability

if TYPE_CHECKING:  # named in the base classes below
    from cases.models.case import Case  # noqa: F401
    from cases.models.legacy import LegacyCase  # noqa: F401

NONE = Q(pk__in=[])
BREACHED = Q(status__in=OPEN, first_responded_at=None, first_response_due_at__lte=Now())


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Actor) -> Self:
        """The only tenant wall. Every read of a case begins here, and every lock."""
        return self.filter(_seen_by(actor), organization=actor.organization)

    def visible_to_any(self, actors: Iterable[Actor]) -> Self:
        """The same for a person in several organizations: each case by the rights held in its own.

        Those who see whole organizations, who are the most, make one condition.
        """
        rules = [(actor.organization, _seen_by(actor)) for actor in actors]
        whole = Q(organization__in=[organization for organization, rule in rules if not rule])
        parts = (rule & Q(organization=organization) for organization, rule in rules if rule)
        return self.filter(Q(whole, *parts, _connector=Q.OR))

    def of_teams(self, teams: frozenset[int] | None) -> Self:
        """Those that a badge for these teams reaches; None is a badge for all (AGENT-3)."""
        return self if teams is None else self.filter(team__in=teams)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def breached(self) -> Self:
        """Open and past the time by which the first answer was promised (SLA-3)."""
        return self.filter(BREACHED)

    def answerable_by(self, actor: Actor) -> Self:
        """Those of the visible ones on which a customer may comment, as long as they are open."""
        if actor.products is None:
            return self
        return self.filter(Q(product__in=actor.products) | Q(requester=actor.user))


class LegacyCaseQuerySet(models.QuerySet["LegacyCase"]):
    def visible_to(self, actor: Actor) -> Self:
        """Their products are only names, so that who sees all cases of the organization sees them,
        and who sees those of chosen products sees none (LIST-6)."""
        sees_all = actor.can(Capability.VIEW_ORG_CASES) and actor.products is None
        return self.filter(organization=actor.organization) if sees_all else self.none()


def _seen_by(actor: Actor) -> Q:
    """What of their organization an actor sees; an empty condition is all of it."""
    if actor.is_agent:
        return Q() if actor.teams is None else Q(team__in=actor.teams)
    views_all = actor.can(Capability.VIEW_ORG_CASES)
    if views_all and actor.products is None:
        return Q()
    visible = Q(product__in=actor.products) if views_all else NONE
    if actor.can(Capability.FOLLOW_CASES):
        visible |= Q(requester=actor.user) | Q(pk__in=actor.user.watches.values("case"))
    return visible
