"""Who holds which role: asked for by members, given and taken along the hierarchy (ROLE-6)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from orgs import notifications
from orgs.access import Facts, Gate, check
from orgs.actions.assigning import Scope, give, take
from orgs.actions.base import authority, find_again, record, refused
from orgs.actor import Actor
from orgs.members import roles_version
from orgs.models import Membership, RoleAssignment, User
from orgs.roles import Role
from portal.problems import Conflict, NotAllowed


@transaction.atomic
def request_access(*, actor: Actor) -> list[User]:
    """Ask those who can open support to the actor, once a day (ROLE-3); answers who was asked.

    Raises NotAllowed for an unverified address: nothing could be given to it (ID-3).
    """
    decision = check(Gate.EMAIL_VERIFIED, Facts(actor.user, actor))
    if not decision.allowed:
        raise NotAllowed(decision.reason, code=decision.code, decision=decision)
    asked = notifications.ask_for_access(actor)
    people = {"of": [user.email for user in asked]}
    record(actor, "access.requested", actor.user.email, after=people)
    return asked


def assign_role(
    *, actor: Actor, membership: Membership, role: Role, products: Scope = None
) -> RoleAssignment:
    """Give a member a role, or change for which products it is held (ROLE-5, ROLE-6).

    Raises NotAllowed where the hierarchy does not reach so far; the try is audited. Raises
    Unprocessable for a person, role or products that cannot be, Conflict over the plan's limit
    (ROLE-9).
    """
    return assign_roles(actor=actor, membership=membership, roles={role: products})[0]


def assign_roles(
    *, actor: Actor, membership: Membership, roles: Mapping[Role, Scope]
) -> list[RoleAssignment]:
    """Likewise several at once: all of them or none."""
    with authority(actor, membership.user.email) as reach:
        member = find_again(actor, membership)
        return [give(actor, reach, member, role, roles[role]) for role in roles]


def remove_role(*, actor: Actor, membership: Membership, role: Role) -> None:
    """Take a role away, as far as the actor's branch goes; the member and the cases stay (ROLE-4).

    Raises NotAllowed like `assign_role`, Conflict for the last system admin.
    """
    with authority(actor, membership.user.email) as reach:
        take(actor, reach, find_again(actor, membership), role)


def change_roles(
    *, actor: Actor, membership: Membership, roles: Mapping[Role, Scope], version: str = ""
) -> None:
    """Make these the member's roles, as far as the actor's branch goes: all of them or none.

    Raises what `assign_role` and `remove_role` raise, and Conflict if the roles are not those of
    `version` any more.
    """
    with authority(actor, membership.user.email) as reach:
        member = find_again(actor, membership)
        if not reach.knows(member):
            raise refused(actor)
        if version and version != roles_version(member):
            raise Conflict(_("Somebody changed these roles in the meantime."), code="stale")
        for role, products in roles.items():
            give(actor, reach, member, role, products)
        for row in reach.seen_of(member):
            if Role(row.role) not in roles:
                take(actor, reach, member, Role(row.role))
