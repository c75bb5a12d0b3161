"""Gathers what the decision of `orgs.access` looks at."""

from typing import TYPE_CHECKING

from django.db.models import Exists, Q

from orgs.access import Decision, Facts, decide
from orgs.actor import Actor
from orgs.models import Organization, Product, Project, User
from orgs.roles import Capability
from sharedaccess.doors.actors import actors_of
from sharedaccess.doors.lapses import lapses_of
from sharedaccess.doors.organizations import organizations_sharing_support

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def decide_for(
    actor: Actor, product: Product | None = None, project: Project | None = None
) -> Decision:
    """Whether the actor may file a case, for this product if one is given, and why not."""
    return decide(facts(actor.user, actor, product, project))


def facts(
    user: "User | AnonymousUser",
    actor: Actor | None = None,
    product: Product | None = None,
    project: Project | None = None,
) -> Facts:
    """What `orgs.access.decide` looks at, for this person and, if given, product and project."""
    if not isinstance(user, User):
        return Facts(user=None)
    here = actor.organization if actor else None
    return Facts(
        user,
        actor,
        product,
        project,
        elsewhere=lambda: organizations_to_file_in(user, besides=here),
        shared=lambda: list(organizations_sharing_support(user)),
        lapses=lambda: lapses_of(user),
    )


def organizations_to_file_in(
    user: User, *, besides: Organization | None = None
) -> list[Organization]:
    """Those in which the user can file a case now, as far as rights and entitlements go (ENT-5).

    Three queries, however many there are.
    """
    supported = [
        Q(Exists(Product.objects.supported_for(actor)), pk=actor.organization.pk)
        for actor in actors_of(user)
        if actor.can(Capability.OPEN_CASE) and not actor.organization.is_partner
    ]
    if not supported:
        return []
    found = Organization.objects.filter(Q(*supported, _connector=Q.OR))
    return list(found.exclude(pk=besides.pk) if besides else found)
