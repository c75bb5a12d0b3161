"""One role of one member, given and taken behind the lock by an authority that reaches it."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from orgs import endings, notifications
from orgs.actions.base import record, refused
from orgs.actor import Actor
from orgs.authority import Authority, scope_of
from orgs.members import count_support_admins, other_system_admins
from orgs.models import Membership, Organization, Product, RoleAssignment, User
from orgs.roles import SCOPED, TEAMS, Role
from portal.problems import Conflict, Unprocessable

Scope = Collection[Product] | None
"""The products of a role; None for all of them, and for a role without a scope."""


def give(
    actor: Actor,
    reach: Authority,
    member: Membership,
    role: Role,
    products: Scope,
    *,
    giver: User | None = None,
) -> RoleAssignment:
    """Give the role or change its scope. `giver` is who stands behind it, if not the actor.

    What others gave for products out of reach stays.
    """
    row, chosen = _find(member, role), _keys(products)
    if not reach.reaches(role, chosen) or (row and not reach.changes(row)):
        raise refused(actor)
    scope = chosen if row is None or chosen is None else chosen | reach.beyond(row)
    if row and scope_of(row) == scope:
        return row
    _demand_verified(member.user)
    demand_role(member.organization, role, products, is_new=row is None)
    return _put(actor, row or _new(member, role, giver or actor.user), scope)


def take(actor: Actor, reach: Authority, member: Membership, role: Role) -> None:
    """Take the role away; where it also reaches farther, only within reach."""
    row = _find(member, role)
    if role not in reach.roles or (row and not reach.changes(row)):
        raise refused(actor)
    if row is None:
        return
    if rest := reach.beyond(row):
        _put(actor, row, rest)
        return
    if role == Role.SYSTEM_ADMIN:
        demand_another_system_admin(member)
    record(actor, "role.removed", member.user.email, before=describe(row))
    notifications.tell_role_removed(row, by=actor.user)
    row.delete()
    endings.end(user=member.user, organization=member.organization)


def demand_another_system_admin(member: Membership) -> None:
    """Somebody must be left who can give roles (ROLE-6)."""
    if not other_system_admins(member).exists():
        raise Conflict(
            _("%(person)s is the last system admin: appoint another one first.")
            % {"person": member.user},
            code="last-system-admin",
        )


def demand_role(
    organization: Organization, role: Role, products: Scope, *, is_new: bool = True
) -> None:
    """Whether anybody there can be given the role for these products.

    Raises Unprocessable for what cannot be (ROLE-5, ROLE-7), Conflict over the limit (ROLE-9).
    """
    if organization.is_teams and role not in TEAMS:
        raise Unprocessable(
            _("A teams organization has only system admins, who may use support."),
            code="teams-organization",
        )
    if products is not None:
        _demand_scope(organization, role, products)
    if is_new and role == Role.SUPPORT_ADMIN:
        _demand_room(organization)


def describe(row: RoleAssignment) -> dict[str, object]:
    """For the audit log: the role with its products."""
    names = row.products.order_by("name").values_list("name", flat=True)
    return {"role": row.role, "products": "all" if row.all_products else list(names)}


def _put(actor: Actor, row: RoleAssignment, scope: frozenset[int] | None) -> RoleAssignment:
    is_new, before = row.pk is None, {} if row.pk is None else describe(row)
    row.all_products = scope is None
    row.save()
    row.products.set(scope or ())
    email = row.membership.user.email
    record(actor, "role.assigned", email, before=before, after=describe(row))
    if is_new:
        notifications.tell_role_given(row, by=actor.user)
    return row


def _new(member: Membership, role: Role, giver: User) -> RoleAssignment:
    return RoleAssignment(membership=member, role=role, assigned_by=giver)


def _find(member: Membership, role: Role) -> RoleAssignment | None:
    return member.roles.filter(role=role).first()


def _keys(products: Scope) -> frozenset[int] | None:
    return None if products is None else frozenset(product.pk for product in products)


def _demand_verified(person: User) -> None:
    """Nobody is given anything before the address is proved (ID-3)."""
    if not person.has_verified_email:
        raise Unprocessable(
            _("%(person)s has no verified e-mail address yet.") % {"person": person},
            code="email-not-verified",
        )


def _demand_scope(organization: Organization, role: Role, products: Collection[Product]) -> None:
    if role not in SCOPED:
        raise Unprocessable(_("This role has no products."), code="role-without-scope")
    if not products:
        raise Unprocessable(_("Choose at least one product."), code="no-product")
    sold = set(Product.objects.sold_to(organization).values_list("pk", flat=True))
    if not sold.issuperset(product.pk for product in products):
        raise Unprocessable(_("Choose products of this organization."), code="unknown-product")


def _demand_room(organization: Organization) -> None:
    plan = organization.plan
    limit = plan.contact_limit if plan else None
    if limit is not None and count_support_admins(organization) >= limit:
        reason = _(
            "The plan %(plan)s has room for %(limit)s support admins, and all are named. Remove one"
            " first."
        )
        raise Conflict(reason % {"plan": plan, "limit": limit}, code="contact-limit")
