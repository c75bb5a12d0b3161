"""Finds the actor: who is this person in that organization?"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from orgs.access import Decision, Facts, decide
from orgs.actor import Actor, Via
from orgs.models import (
    Entitlement,
    Membership,
    Organization,
    Product,
    ProductAccount,
    Project,
    RoleAssignment,
    User,
)
from orgs.roles import CAPABILITIES, NOTHING, SUPPORT, Capability, Resource, Role, Standing
from sharedaccess.models import Grant

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def enter(user: User, slug: str) -> Actor:
    """The actor that this user is in the organization of that address.

    Raises Http404 for those without a tie to it: they may not even know that it exists.
    """
    organization = _organizations(user).filter(slug=slug).first()
    actor = _actor(user, organization) if organization else None
    if actor is None:
        raise Http404
    return actor


def find_actor(user: User, organization: Organization) -> Actor | None:
    """Who this user is there, as of now; None without a tie. Two queries at the most."""
    fresh = _organizations(user).filter(pk=organization.pk).first()
    return _actor(user, fresh) if fresh else None


def agent(user: User, organization: Organization) -> Actor:
    """A member of the vendor's staff at work on an organization's case (AGENT-3).

    Raises Http404 for anybody else.
    """
    if not (user.is_active and user.is_staff):
        raise Http404
    manager = user.has_perm("orgs.handle_escalations")
    sees_all = manager or user.has_perm("orgs.view_all_cases")
    return Actor(
        user=user,
        organization=organization,
        capabilities=CAPABILITIES[Standing.SUPPORT_MANAGER if manager else Standing.AGENT],
        via=frozenset({Via.BADGE}),
        teams=None if sees_all else frozenset(user.support_teams.values_list("pk", flat=True)),
    )


def organizations_open_to(user: User) -> QuerySet[Organization]:
    """Those the user has a tie to: as member, owner or grantee. What the picker lists (ENT-1)."""
    member = Membership.objects.filter(user=user, organization=OuterRef("pk"))
    grant = Grant.objects.active().filter(grantee=user, organization=OuterRef("pk"))
    return Organization.objects.filter(Exists(member) | Q(account__user=user) | Exists(grant))


def with_support(organizations: QuerySet[Organization]) -> QuerySet[Organization]:
    """Mark each with `is_entitled`: whether anything there is entitled today (ENT-2)."""
    active = Entitlement.objects.active().filter(organization=OuterRef("pk"))
    return organizations.annotate(is_entitled=Exists(active))


def organizations_to_file_in(
    user: User, *, besides: Organization | None = None
) -> list[Organization]:
    """Those in which the user can file a case now, as far as role, grant and entitlement go (ENT-5)."""
    role = RoleAssignment.objects.filter(
        membership__user=user, membership__organization=OuterRef("pk")
    ).filter(
        Q(role=Role.SUPPORT_ADMIN)
        | Q(role=Role.SYSTEM_ADMIN, membership__organization__is_teams=True)
    )
    grant = Grant.objects.opening(Resource.SUPPORT).filter(
        grantee=user, organization=OuterRef("pk")
    )
    candidates = (
        with_support(Organization.objects.filter(is_partner=False))
        .filter(Exists(role) | Q(account__user=user) | Exists(grant), is_entitled=True)
        .exclude(pk=besides.pk if besides else None)
    )
    return [org for org in candidates if _can_file(user, org)]


def facts(
    user: "User | AnonymousUser",
    actor: Actor | None = None,
    product: Product | None = None,
    project: Project | None = None,
) -> Facts:
    """All that `orgs.access.decide` looks at, for this person and, if given, product and project."""
    if not isinstance(user, User):
        return Facts(user=None)
    here = actor.organization if actor else None
    return Facts(
        user, actor, product, project, lambda: organizations_to_file_in(user, besides=here)
    )


def decide_for(
    actor: Actor, product: Product | None = None, project: Project | None = None
) -> Decision:
    """Whether the actor may file a case, for this product if one is given, and why not."""
    return decide(facts(actor.user, actor, product, project))


def _can_file(user: User, organization: Organization) -> bool:
    actor = find_actor(user, organization)
    return (
        actor is not None
        and actor.can(Capability.OPEN_CASE)
        and (Product.objects.supported_for(actor).exists())
    )


def _organizations(user: User) -> QuerySet[Organization]:
    """Organizations with all that one query can tell about this user in them."""
    member = Membership.objects.filter(user=user, organization=OuterRef("pk"))
    proof = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    grant = Grant.objects.active().filter(grantee=user, organization=OuterRef("pk"))
    return Organization.objects.select_related("account", "plan").annotate(
        user_is_member=Exists(member),
        user_verified=Exists(proof),
        user_linked=Exists(ProductAccount.objects.filter(user=user)),
        user_resources=grant.values("resources")[:1],
    )


def _actor(user: User, organization: Organization) -> Actor | None:
    """Add up what each tie allows (ROLE-4)."""
    if not user.is_active:
        return None
    is_owner = organization.account.user_id == user.pk
    resources = organization.user_resources  # type: ignore[attr-defined]
    is_member = organization.user_is_member  # type: ignore[attr-defined]
    if not (is_owner or is_member or resources is not None):
        return None
    assignments = _assignments(user, organization) if is_member else []
    roles = {assignment.role for assignment in assignments}
    ties: set[Role | Standing | Resource] = {Role(role) for role in roles}
    ties |= {Resource(resource) for resource in resources or ()}
    ties |= {Standing.OWNER} if is_owner else set()
    ties |= {Standing.MEMBER} if is_member else set()
    if organization.is_teams and Role.SYSTEM_ADMIN in roles:
        ties.add(Standing.TEAMS_ADMIN)
    return Actor(
        user=user,
        organization=organization,
        capabilities=NOTHING.union(*(CAPABILITIES[tie] for tie in ties)),
        via=frozenset(_via(is_owner, bool(roles), resources is not None, is_member)),
        products=_scope(ties, assignments),
        is_system_admin=Role.SYSTEM_ADMIN in roles,
        email_verified=organization.user_verified,  # type: ignore[attr-defined]
        account_linked=organization.user_linked,  # type: ignore[attr-defined]
    )


def _assignments(user: User, organization: Organization) -> list[RoleAssignment]:
    rows = RoleAssignment.objects.of(user, organization)
    scope = RoleAssignment.products.through.objects.filter(roleassignment=OuterRef("pk"))
    return list(rows.annotate(scope=ArraySubquery(scope.values("product_id"))))


def _via(owner: bool, role: bool, grant: bool, member: bool) -> Iterable[Via]:
    ties = {Via.OWNER: owner, Via.ROLE: role, Via.GRANT: grant, Via.MEMBER: member}
    return (via for via, holds in ties.items() if holds)


def _scope(
    ties: set[Role | Standing | Resource], assignments: list[RoleAssignment]
) -> frozenset[int] | None:
    """The products that support rights reach: chosen ones only if no tie gives all (ROLE-5)."""
    scoped = [row for row in assignments if row.role == Role.SUPPORT_ADMIN and not row.all_products]
    unlimited = [tie for tie in ties if tie != Role.SUPPORT_ADMIN and CAPABILITIES[tie] & SUPPORT]
    if not scoped or unlimited:
        return None
    return frozenset(scoped[0].scope)  # type: ignore[attr-defined]


def people_with_a_tie(organization: Organization) -> QuerySet[User]:
    """Members, the owner, and grantees with `support`: who may watch a case there (WIZ-3)."""
    members = Membership.objects.filter(organization=organization).values("user")
    grants = Grant.objects.opening(Resource.SUPPORT).filter(organization=organization)
    owner = ProductAccount.objects.filter(organizations=organization, user__isnull=False)
    # A union of three short lists; an OR of them would look at every user there is.
    people = members.union(grants.values("grantee"), owner.order_by().values("user"))
    return User.objects.filter(pk__in=people, is_active=True)


def with_ties(
    people: QuerySet[User], organization: Organization, product: Product
) -> QuerySet[User]:
    """Mark what each person is there, as far as cases of the product go (CASE-7): `is_owner`,
    `is_support_admin`, `is_teams_admin`, `is_grantee`, `is_member`."""
    user = OuterRef("pk")
    owner = ProductAccount.objects.filter(organizations=organization, user=user)
    member = Membership.objects.filter(organization=organization, user=user)
    roles = RoleAssignment.objects.filter(
        membership__organization=organization, membership__user=user
    )
    reaching = Q(all_products=True) | Q(products=product)
    grant = Grant.objects.opening(Resource.SUPPORT).filter(organization=organization, grantee=user)
    return people.annotate(
        is_owner=Exists(owner),
        is_support_admin=Exists(roles.filter(reaching, role=Role.SUPPORT_ADMIN)),
        is_teams_admin=Exists(
            roles.filter(role=Role.SYSTEM_ADMIN, membership__organization__is_teams=True)
        ),
        is_grantee=Exists(grant),
        is_member=Exists(member),
    )
