"""What one person may give and take in an organization, read from the table of `orgs.roles`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from orgs.models import Membership, Organization, Product, RoleAssignment, User
from orgs.roles import ASSIGNABLE, TEAMS, Role


@dataclass(frozen=True)
class Authority:
    """The roles within reach, for some products by primary key; None is no limit (ROLE-6)."""

    roles: frozenset[Role] = frozenset()
    products: frozenset[int] | None = None

    @property
    def is_whole(self) -> bool:
        """Over all members, as the system admins have it."""
        return Role.SYSTEM_ADMIN in self.roles

    def reaches(self, role: Role, products: Collection[int] | None) -> bool:
        """Whether the role can be given and taken for these products; None stands for all."""
        if role not in self.roles:
            return False
        return self.products is None or (products is not None and self.products >= {*products})

    def covers(self, wanted: Mapping[Role, Collection[int] | None]) -> bool:
        """Whether it reaches all of them; without any role, whether it reaches all members."""
        if not wanted:
            return self.is_whole
        return all(self.reaches(role, products) for role, products in wanted.items())

    def sees(self, assignment: RoleAssignment) -> bool:
        """Whether the role belongs to the branch, be it for some of its products only."""
        if assignment.role not in self.roles:
            return False
        return self.products is None or bool(self.products & (scope_of(assignment) or set()))

    def knows(self, member: Membership) -> bool:
        """Whether the member belongs to the branch."""
        return self.is_whole or bool(self.seen_of(member))

    def seen_of(self, member: Membership) -> list[RoleAssignment]:
        return [row for row in member.roles.all() if self.sees(row)]

    def changes(self, assignment: RoleAssignment) -> bool:
        """Whether it may touch the role at all: one for all products only without a limit."""
        return assignment.role in self.roles and not (
            self.products is not None and assignment.all_products
        )

    def beyond(self, assignment: RoleAssignment) -> frozenset[int]:
        """The products of the role that are out of reach."""
        if self.products is None:
            return frozenset()
        return (scope_of(assignment) or frozenset()) - self.products

    def offered(self, organization: Organization) -> list[Role]:
        """The roles that can be chosen there, in the order of the table (ROLE-7)."""
        possible = TEAMS if organization.is_teams else frozenset(Role)
        return [role for role in Role if role in self.roles & possible]


def authority_of(user: User, organization: Organization) -> Authority:
    """As of now; in two queries. Nobody without a role has any, whatever else they are there."""
    rows = RoleAssignment.objects.of(user, organization).filter(membership__user__is_active=True)
    held = {row.role: row for row in rows.filter(role__in=ASSIGNABLE).prefetch_related("products")}
    if Role.SYSTEM_ADMIN in held:
        return Authority(ASSIGNABLE[Role.SYSTEM_ADMIN])
    if row := held.get(Role.PRODUCT_ADMIN):
        return Authority(ASSIGNABLE[Role.PRODUCT_ADMIN], scope_of(row))
    return Authority()


def scope_of(assignment: RoleAssignment) -> frozenset[int] | None:
    """The primary keys of its products; None for all. No query where they were fetched along."""
    if assignment.all_products:
        return None
    return frozenset(product.pk for product in assignment.products.all())


def keys_of(roles: Mapping[Role, Collection[Product] | None]) -> dict[Role, list[int] | None]:
    """What `Authority.covers` judges, and what an invitation keeps."""
    return {
        role: None if products is None else sorted(product.pk for product in products)
        for role, products in roles.items()
    }
