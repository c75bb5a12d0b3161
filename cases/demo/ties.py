"""Says who belongs where in the demo: members with their roles, the invited, the grantees."""

from cases.demo.customers import INVITED, MEMBERS, SHARES
from cases.demo.world import World
from orgs.models import Invitation, Membership, RoleAssignment
from orgs.models.invitation import VALID_FOR
from orgs.roles import Role
from sharedaccess.models import Grant


def tie(world: World) -> None:
    """Members first, as the others are invited by some of them."""
    _members(world)
    _invitations(world)
    _shares(world)


def _members(world: World) -> None:
    memberships = [
        Membership(
            organization=world.organizations[member.customer],
            user=world.people[member.person],
            created_at=world.ago(days=400),
        )
        for member in MEMBERS
    ]
    Membership.objects.bulk_create(memberships)
    for row, member in zip(memberships, MEMBERS, strict=True):
        if member.role:
            _assign(world, row, member.role, member.products)


def _assign(world: World, membership: Membership, role: Role, products: tuple[str, ...]) -> None:
    """The vendor appoints the first system admin, who appoints the others (ROLE-1)."""
    customer = membership.organization.slug
    admins = (m for m in MEMBERS if m.customer == customer and m.role == Role.SYSTEM_ADMIN)
    appointer = "root" if role == Role.SYSTEM_ADMIN else next(admins).person
    row = RoleAssignment.objects.create(
        membership=membership,
        role=role,
        all_products=not products,
        assigned_by=world.people[appointer],
        assigned_at=world.ago(days=390),
    )
    row.products.set(world.products[name] for name in products)


def _invitations(world: World) -> None:
    """One waits, the other one expired."""
    for one in INVITED:
        sent = world.ago(days=one.days)
        Invitation.objects.create(
            organization=world.organizations[one.customer],
            email=one.email,
            language=world.people[one.by].language or "en",
            roles={one.role: None},
            invited_by=world.people[one.by],
            created_at=sent,
            sent_at=sent,
            expires_at=sent + VALID_FOR,
        )


def _shares(world: World) -> None:
    Grant.objects.bulk_create(
        Grant(
            organization=(organization := world.organizations[share.customer]),
            grantee=world.people[share.grantee],
            share_name=share.name,
            resources=list(share.resources),
            granted_by=organization.account.user,
            granted_at=world.ago(days=200),
            last_used_at=None if share.used is None else world.ago(days=share.used),
            expires_at=None if share.until is None else world.ago(days=-share.until),
        )
        for share in SHARES
    )
