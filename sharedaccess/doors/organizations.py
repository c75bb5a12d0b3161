"""Which organizations a person has to do with."""

from django.db.models import Exists, OuterRef, QuerySet

from orgs.models import Entitlement, Membership, Organization, ProductAccount, User
from orgs.roles import Resource
from sharedaccess.models import Grant


def organizations_open_to(user: User) -> QuerySet[Organization]:
    """Those the user has a tie to: as member, owner or grantee. What the picker lists (ENT-1)."""
    member = Membership.objects.filter(user=user).values("organization")
    owned = Organization.objects.owned_by(user).order_by().values("pk")
    granted = Grant.objects.active().filter(grantee=user).values("organization")
    # A union of three short lists; an OR of them would look at every organization there is.
    return Organization.objects.filter(pk__in=member.union(owned, granted))


def accounts_of(user: User) -> QuerySet[Organization]:
    """Likewise with the accounts that hold them; marked with `is_own`, which is not shared by
    somebody else, and `is_entitled` (SHA-9)."""
    member = Membership.objects.filter(user=user, organization=OuterRef("pk"))
    own = Exists(member) | Exists(ProductAccount.objects.filter(user=user, pk=OuterRef("account")))
    rows = with_support(organizations_open_to(user)).annotate(is_own=own)
    return rows.select_related("account")


def with_support(organizations: QuerySet[Organization]) -> QuerySet[Organization]:
    """Mark each with `is_entitled`: whether anything there is entitled today (ENT-2)."""
    active = Entitlement.objects.active().filter(organization=OuterRef("pk"))
    return organizations.annotate(is_entitled=Exists(active))


def organizations_sharing_support(user: User) -> QuerySet[Organization]:
    """Those whose owner shares support with the user (ENT-7)."""
    grant = Grant.objects.opening(Resource.SUPPORT).filter(
        grantee=user, organization=OuterRef("pk")
    )
    return Organization.objects.filter(Exists(grant))
