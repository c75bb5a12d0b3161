"""Who has a tie to an organization, and what each person is there."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from orgs.models import Membership, Organization, Product, ProductAccount, RoleAssignment, User
from orgs.roles import Resource, Role
from sharedaccess.models import Grant


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
