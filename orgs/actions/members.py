"""A member leaves an organization."""

from orgs import endings, notifications
from orgs.actions.assigning import demand_another_system_admin, describe
from orgs.actions.base import authority, find_again, record, refused
from orgs.actor import Actor
from orgs.models import Membership
from orgs.roles import Capability, Role


def remove_member(*, actor: Actor, membership: Membership) -> None:
    """End the membership with its roles; the cases stay as they are.

    Raises NotAllowed for anybody but a system admin, Conflict for the last of them (ROLE-6).
    """
    with authority(actor, membership.user.email) as reach:
        if not (reach.is_whole and actor.can(Capability.MANAGE_MEMBERS)):
            raise refused(actor)
        member = find_again(actor, membership)
        held = list(member.roles.all())
        if any(row.role == Role.SYSTEM_ADMIN for row in held):
            demand_another_system_admin(member)
        before = {"roles": [describe(row) for row in held]}
        record(actor, "member.removed", member.user.email, before=before)
        notifications.tell_member_removed(member, by=actor.user)
        member.delete()
        endings.end(user=membership.user, organization=member.organization)
