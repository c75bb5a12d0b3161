"""Finds the actor: who is this person in that organization?"""

from collections import defaultdict
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject, Now
from django.http import Http404

from orgs.actor import Actor, Via
from orgs.models import Membership, Organization, ProductAccount, RoleAssignment, User
from orgs.roles import CAPABILITIES, NOTHING, SUPPORT, Resource, Role, Standing
from sharedaccess.doors.organizations import organizations_open_to
from sharedaccess.models import UNNOTED, Grant


def enter(user: User, slug: str) -> Actor:
    """The actor that this user is in the organization of that address.

    Raises Http404 for those without a tie to it: they may not even know that it exists.
    """
    for actor in _actors(user, _organizations(user).filter(slug=slug)):
        return actor
    raise Http404


def find_actor(user: User, organization: Organization) -> Actor | None:
    """Who this user is there, as of now; None without a tie. Two queries at the most."""
    return next(iter(_actors(user, _organizations(user).filter(pk=organization.pk))), None)


def actors_of(user: User) -> list[Actor]:
    """Who this user is in each organization that there is a tie to; two queries."""
    return _actors(user, _organizations(user).filter(pk__in=organizations_open_to(user)))


def actor_at_start(user: User) -> Actor | None:
    """Where the user was last, if there is a tie still; else the first organization, those of
    one's own ahead of what others share (ENT-1, SHA-10)."""
    actors = actors_of(user)
    last = (actor for actor in actors if actor.organization.pk == user.last_organization_id)
    own = (actor for actor in actors if actor.via != {Via.GRANT})
    return next(last, next(own, next(iter(actors), None)))


def note_use(actor: Actor) -> None:
    """Note on the grant, if the actor holds one, that it was used; once an hour, and without a
    query in between."""
    grant = getattr(actor.organization, "user_grant", None)
    if grant and grant["unnoted"]:
        Grant.objects.unnoted().filter(pk=grant["pk"]).update(last_used_at=Now())


def agent(user: User, organization: Organization) -> Actor:
    """A member of the vendor's staff at work on an organization's case (AGENT-3).

    Raises Http404 for anybody else.
    """
    if not (user.is_active and user.is_staff):
        raise Http404
    manager = user.has_perm("orgs.handle_escalations")
    return Actor(
        user=user,
        organization=organization,
        capabilities=CAPABILITIES[Standing.SUPPORT_MANAGER if manager else Standing.AGENT],
        via=frozenset({Via.BADGE}),
        teams=teams_of(user),
    )


def teams_of(agent: User) -> frozenset[int] | None:
    """The teams whose cases an agent sees; None for those granted more (AGENT-3)."""
    if agent.has_perm("orgs.handle_escalations") or agent.has_perm("orgs.view_all_cases"):
        return None
    return frozenset(agent.support_teams.values_list("pk", flat=True))


def _organizations(user: User) -> QuerySet[Organization]:
    """Organizations with all that one query can tell about this user in them."""
    member = Membership.objects.filter(user=user, organization=OuterRef("pk"))
    proof = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    grant = Grant.objects.active().filter(grantee=user, organization=OuterRef("pk"))
    unnoted = ExpressionWrapper(UNNOTED, BooleanField())
    key = JSONObject(pk="pk", resources="resources", unnoted=unnoted)
    return Organization.objects.select_related("account", "plan").annotate(
        user_is_member=Exists(member),
        user_verified=Exists(proof),
        user_linked=Exists(ProductAccount.objects.filter(user=user)),
        user_grant=grant.values(key=key)[:1],
    )


def _actors(user: User, organizations: Iterable[Organization]) -> list[Actor]:
    """The actor in each organization with a tie; the roles of all of them in one query."""
    if not user.is_active:
        return []
    found = list(organizations)
    roles = _assignments(user, [one for one in found if one.user_is_member])  # type: ignore[attr-defined]
    actors = (_actor(user, one, roles[one.pk]) for one in found)
    return [actor for actor in actors if actor is not None]


def _actor(
    user: User, organization: Organization, assignments: list[RoleAssignment]
) -> Actor | None:
    """Add up what each tie allows (ROLE-4)."""
    is_owner = organization.account.user_id == user.pk
    grant = organization.user_grant  # type: ignore[attr-defined]
    is_member = organization.user_is_member  # type: ignore[attr-defined]
    if not (is_owner or is_member or grant):
        return None
    roles = {assignment.role for assignment in assignments}
    ties: set[Role | Standing | Resource] = {Role(role) for role in roles}
    ties |= {Resource(resource) for resource in (grant or {}).get("resources", ())}
    ties |= {Standing.OWNER} if is_owner else set()
    ties |= {Standing.MEMBER} if is_member else set()
    if organization.is_teams and Role.SYSTEM_ADMIN in roles:
        ties.add(Standing.TEAMS_ADMIN)
    return Actor(
        user=user,
        organization=organization,
        capabilities=NOTHING.union(*(CAPABILITIES[tie] for tie in ties)),
        via=frozenset(_via(is_owner, bool(roles), bool(grant), is_member)),
        products=_scope(ties, assignments),
        is_system_admin=Role.SYSTEM_ADMIN in roles,
        email_verified=organization.user_verified,  # type: ignore[attr-defined]
        account_linked=organization.user_linked,  # type: ignore[attr-defined]
    )


def _assignments(
    user: User, organizations: list[Organization]
) -> defaultdict[int, list[RoleAssignment]]:
    """The user's roles with their products, by organization."""
    scope = RoleAssignment.products.through.objects.filter(roleassignment=OuterRef("pk"))
    rows = RoleAssignment.objects.filter(
        membership__user=user, membership__organization__in=organizations
    ).annotate(
        scope=ArraySubquery(scope.values("product_id")),
        organization_id=F("membership__organization"),
    )
    found: defaultdict[int, list[RoleAssignment]] = defaultdict(list)
    for row in rows if organizations else ():
        found[row.organization_id].append(row)
    return found


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
