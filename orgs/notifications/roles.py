"""Mails about roles: asked for, given, removed (ROLE-3, ROLE-8)."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.access import owners, system_admins
from orgs.actor import Actor
from orgs.models import Membership, Organization, RoleAssignment, User
from orgs.notifications.base import action, active, compose, hearers, load, may_hear, news
from orgs.roles import MEANINGS, SCOPED, Role
from portal import emails, outbox

REQUESTED = "orgs.access_requested"
GIVEN = "orgs.role_given"
REMOVED = "orgs.role_removed"

TOLD_TO_ADMINS = frozenset({Role.SUPPORT_ADMIN, Role.SYSTEM_ADMIN})
"""Who sees all cases, and who decides about all others: no system admin overlooks these."""


def ask_for_access(actor: Actor) -> list[User]:
    """Ask the system admins about a member, and the owner about a grantee or where no admin is.

    One person asks once a day in one organization. Answers who is asked.
    """
    organization, person = actor.organization, actor.user
    is_member = Membership.objects.filter(organization=organization, user=person).exists()
    hearers = list(system_admins(organization)) if is_member else []
    hearers = hearers or list(owners(organization))
    day = timezone.now().date()
    for hearer in hearers:
        outbox.enqueue(
            REQUESTED,
            key=f"{REQUESTED}:{organization.pk}:{person.pk}:{hearer.pk}:{day}",
            payload={
                "organization": organization.pk,
                "person": person.pk,
                "recipient": hearer.pk,
            },
        )
    return hearers


def tell_role_given(role: RoleAssignment, *, by: User) -> None:
    """Tell the person and, of support and system admins, the system admins; never the author."""
    for hearer in _hearers(role, by=by):
        outbox.enqueue(
            GIVEN,
            key=f"{GIVEN}:{role.pk}:{hearer.pk}",
            payload={"role": role.pk, "recipient": hearer.pk},
        )


def tell_role_removed(role: RoleAssignment, *, by: User) -> None:
    """Likewise; to be called before the row goes."""
    person, organization = role.membership.user, role.membership.organization
    for hearer in _hearers(role, by=by):
        outbox.enqueue(
            REMOVED,
            key=f"{REMOVED}:{role.pk}:{hearer.pk}",
            payload={
                "organization": organization.pk,
                "person": person.pk,
                "by": by.pk,
                "role": role.role,
                "recipient": hearer.pk,
            },
        )


@emails.renders(REQUESTED)
def render_request(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None once the person has the role, or the recipient no say any more."""
    organization, person, recipient = load(payload)
    if recipient is None or person is None or _is_support_admin(organization, person):
        return None
    is_admin = recipient in system_admins(organization)
    if not (is_admin or recipient in owners(organization)):
        return None
    membership = organization.memberships.filter(user=person).first()
    context = {"organization": organization, "person": person, "is_member": bool(membership)}
    if is_admin and membership:
        path = reverse("orgs:administrator", args=[organization.slug, membership.pk])
        box = f"#id_{Role.SUPPORT_ADMIN}"
        context |= {"action_url": emails.absolute(path + box), "action_label": _("Decide")}
    return compose("access_requested", recipient, context)


@emails.renders(GIVEN)
def render_given(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None once the role is gone again, or the recipient no system admin any more."""
    rows = RoleAssignment.objects.select_related(
        "assigned_by", "membership__user", "membership__organization"
    )
    role = rows.filter(pk=payload["role"]).first()
    recipient = active(payload["recipient"])
    if role is None or recipient is None:
        return None
    organization, person = role.membership.organization, role.membership.user
    if not may_hear(recipient, person, organization):
        return None
    context = {
        "organization": organization,
        "person": person,
        "by": role.assigned_by,
        "role_name": Role(role.role).label,
        "meaning": MEANINGS[Role(role.role)],
        "is_scoped": role.role in SCOPED,
        "products": [] if role.all_products else list(role.products.order_by("name")),
        "is_own": recipient == person,
        **action(organization, recipient == person),
    }
    return news("role_given", recipient, context)


@emails.renders(REMOVED)
def render_removed(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    organization, person, recipient = load(payload)
    if recipient is None or person is None or not may_hear(recipient, person, organization):
        return None
    is_own = recipient == person
    context = {
        "organization": organization,
        "person": person,
        "by": User.objects.get(pk=payload["by"]),
        "role_name": Role(payload["role"]).label,
        "is_own": is_own,
        **action(organization, is_own),
    }
    return news("role_removed", recipient, context)


def _hearers(role: RoleAssignment, *, by: User) -> list[User]:
    person, organization = role.membership.user, role.membership.organization
    if role.role in TOLD_TO_ADMINS:
        return hearers(organization, person, by=by)
    return [person] if person != by else []


def _is_support_admin(organization: Organization, person: User) -> bool:
    roles = RoleAssignment.objects.of(person, organization)
    return roles.filter(role=Role.SUPPORT_ADMIN).exists()
