"""Mails about members: invited, removed (ROLE-8)."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orgs.invitations import described, stands
from orgs.models import Invitation, Membership, User
from orgs.notifications.base import action, hearers, load, may_hear, news
from portal import emails, outbox

INVITED = "orgs.invitation"
REMOVED = "orgs.member_removed"


def send_invitation(invitation: Invitation) -> None:
    """To the address; whether it has an account is not asked."""
    outbox.enqueue(
        INVITED,
        key=f"{INVITED}:{invitation.pk}:{invitation.mails}",
        payload={"invitation": str(invitation.pk), "mails": invitation.mails},
    )


def tell_member_removed(member: Membership, *, by: User) -> None:
    """Tell the person and the other system admins; to be called before the row goes."""
    for hearer in hearers(member.organization, member.user, by=by):
        outbox.enqueue(
            REMOVED,
            key=f"{REMOVED}:{member.pk}:{hearer.pk}",
            payload={
                "organization": member.organization.pk,
                "person": member.user.pk,
                "by": by.pk,
                "recipient": hearer.pk,
            },
        )


@emails.renders(INVITED)
def render_invitation(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None once the link would open nothing, or a newer mail holds another one.

    The row knows no key: the link is made now.
    """
    rows = Invitation.objects.usable().filter(pk=payload["invitation"], mails=payload["mails"])
    invitation = rows.select_related("organization", "invited_by").first()
    if invitation is None or not stands(invitation):
        return None
    path = reverse("orgs:accept-invitation", args=[invitation.token])
    return emails.compose(
        "invitation",
        to=invitation.email,
        context={
            "invitation": invitation,
            "organization": invitation.organization,
            "by": invitation.invited_by,
            "roles": described(invitation),
            "action_url": emails.absolute(path),
            "action_label": _("Open the invitation"),
        },
        language=invitation.language,
        time_zone=invitation.invited_by.time_zone_or_default,
    )


@emails.renders(REMOVED)
def render_removed(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None where the person has come back already."""
    organization, person, recipient = load(payload)
    if recipient is None or person is None or not may_hear(recipient, person, organization):
        return None
    if organization.memberships.filter(user=person).exists():
        return None
    is_own = recipient == person
    context = {
        "organization": organization,
        "person": person,
        "by": User.objects.get(pk=payload["by"]),
        "is_own": is_own,
        **({} if is_own else action(organization, is_own)),
    }
    return news("member_removed", recipient, context)
