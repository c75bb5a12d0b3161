"""Somebody leaves the company: all that they had in the organization ends at once (SCIM)."""

from allauth.usersessions.models import UserSession

from orgs import endings, notifications
from orgs.actions.base import record, refused
from orgs.actions.members import remove_member
from orgs.actor import Actor
from orgs.authority import Authority
from orgs.models import Organization, ScimIdentity, User


def leave(actor: Actor, identity: ScimIdentity, token: str) -> None:
    """Behind the lock. Raises Conflict for the last system admin (ROLE-6)."""
    user, organization, member = identity.user, identity.organization, identity.membership
    if member is None:
        return
    remove_member(actor=actor, membership=member)
    endings.depart(user=user, organization=organization, by=actor.user)
    if owns(organization, user.email):
        _sign_out_everywhere(user)
    record(actor, "member.left", user.email, after={"token": token})
    notifications.tell_of_open_work(user, organization)
    identity.membership = None
    identity.save(update_fields=["membership", "changed_at"])


def owns(organization: Organization, address: str) -> bool:
    """Whether the organization has proved the domain, and so speaks for the address."""
    domain = address.rpartition("@")[2].lower()
    return organization.email_domains.filter(name=domain, proved_at__isnull=False).exists()


def demand_whole(actor: Actor, reach: Authority) -> Organization:
    """Raises NotAllowed for all but system admins."""
    if not reach.is_whole:
        raise refused(actor)
    return actor.organization


def _sign_out_everywhere(user: User) -> None:
    """Of browsers and of programs."""
    user.api_tokens.all().delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
