"""Who may use support: asked for by members, given and taken by system admins (ROLE-1)."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from orgs import notifications
from orgs.access import Facts, Gate, check, only_admins
from orgs.actor import Actor
from orgs.members import count_support_admins
from orgs.models import Membership, Organization, Product, RoleAssignment, User
from orgs.roles import Capability, Role
from portal import audit
from portal.problems import Conflict, NotAllowed, Unprocessable


@transaction.atomic
def request_access(*, actor: Actor) -> list[User]:
    """Ask those who can open support to the actor, once a day (ROLE-3); answers who was asked.

    Raises NotAllowed for an unverified address: nothing could be given to it (ID-3).
    """
    decision = check(Gate.EMAIL_VERIFIED, Facts(actor.user, actor))
    if not decision.allowed:
        raise NotAllowed(decision.reason, code=decision.code, decision=decision)
    asked = notifications.ask_for_access(actor)
    _record(actor, "access.requested", actor.user, after={"of": [user.email for user in asked]})
    return asked


def give_support_admin(
    *, actor: Actor, membership: Membership, products: Collection[Product] | None = None
) -> RoleAssignment:
    """Make a member support admin for all products or chosen ones, or change for which (ROLE-5).

    Raises NotAllowed for anybody but a system admin of the organization; the try is audited. Raises
    Unprocessable for a person or products that cannot be, Conflict over the plan's limit (ROLE-9).
    """
    _demand_admin(actor, membership)
    with transaction.atomic():
        organization = Organization.objects.select_for_update(no_key=True).get(
            pk=actor.organization.pk
        )
        _demand_possible(organization, membership, products)
        role = _find(membership)
        before = _scope(role)
        if role is None:
            _demand_room(organization)
            role = RoleAssignment(
                membership=membership, role=Role.SUPPORT_ADMIN, assigned_by=actor.user
            )
        role.all_products = products is None
        role.save()
        role.products.set(products or ())
        _record(actor, "role.assigned", membership.user, before=before, after=_scope(role))
        if not before:
            notifications.tell_role_given(role)
    return role


def remove_support_admin(*, actor: Actor, membership: Membership) -> None:
    """Take the role away; the member and the cases stay (ROLE-4).

    Raises NotAllowed for anybody but a system admin of the organization; the try is audited.
    """
    _demand_admin(actor, membership)
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=actor.organization.pk)
        if (role := _find(membership)) is None:
            return
        _record(actor, "role.removed", membership.user, before=_scope(role))
        notifications.tell_role_removed(role, by=actor.user)
        role.delete()


def _demand_admin(actor: Actor, membership: Membership) -> None:
    """Outside of any transaction, so that the refused try stays on record."""
    same = membership.organization_id == actor.organization.pk
    if same and actor.can(Capability.ASSIGN_ROLES):
        return
    _record(actor, "role.refused", membership.user)
    decision = only_admins(actor)
    raise NotAllowed(decision.reason, code=decision.code, decision=decision)


def _demand_possible(
    organization: Organization, membership: Membership, products: Collection[Product] | None
) -> None:
    if organization.is_teams:
        raise Unprocessable(
            _("A teams organization has only system admins, who may use support."),
            code="teams-organization",
        )
    if not membership.user.has_verified_email:
        raise Unprocessable(
            _("%(person)s has no verified e-mail address yet.") % {"person": membership.user},
            code="email-not-verified",
        )
    if products is not None and not products:
        raise Unprocessable(_("Choose at least one product."), code="no-product")
    sold = set(Product.objects.sold_to(organization).values_list("pk", flat=True))
    if not sold.issuperset(product.pk for product in products or ()):
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


def _find(membership: Membership) -> RoleAssignment | None:
    return membership.roles.filter(role=Role.SUPPORT_ADMIN).first()


def _scope(role: RoleAssignment | None) -> dict[str, object]:
    """For the audit log: the role with its products."""
    if role is None:
        return {}
    names = role.products.order_by("name").values_list("name", flat=True)
    return {"role": role.role, "products": "all" if role.all_products else list(names)}


def _record(actor: Actor, verb: str, person: User, **change: dict[str, object]) -> None:
    audit.record(
        actor=actor.user,
        verb=verb,
        target=person.email,
        organization_id=actor.organization.pk,
        **change,
    )
