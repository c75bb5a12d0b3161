"""Invitations, found by their link or for the page that lists them; and how many may be sent."""

from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from orgs.authority import Authority, authority_of
from orgs.models import Invitation, Organization, Product
from orgs.roles import Role

InvitedRoles = list[tuple[Role, list[str] | None]]

DAY = timedelta(days=1)
MOST_A_DAY = 100
"""Invitations of one organization."""

MOST_TO_ONE = 5
"""Mails of one organization to one address within a day."""


def find_open(token: str) -> Invitation | None:
    """What the link opens now.

    None if it is forged, used, expired or revoked, or if the inviter could not give the roles any
    more: all the same to whoever holds it.
    """
    rows = Invitation.objects.usable().of_token(token)
    invitation = rows.select_related("organization__plan", "invited_by").first()
    return invitation if invitation and stands(invitation) else None


def stands(invitation: Invitation) -> bool:
    """Whether the inviter could still give the roles (ROLE-6)."""
    reach = authority_of(invitation.invited_by, invitation.organization)
    return reach.covers(invitation.wanted)


def pending_invitations(organization: Organization, reach: Authority) -> list[Invitation]:
    """Those within reach, newest first; there are never many."""
    rows = Invitation.objects.pending().filter(organization=organization)
    newest = rows.select_related("invited_by").order_by("-created_at")[:MOST_A_DAY]
    return [one for one in newest if reach.covers(one.wanted)]


def is_crowded(organization: Organization, email: str) -> bool:
    """Whether one more mail to this address would be too many, or one more invitation."""
    rows = Invitation.objects.filter(
        organization=organization, sent_at__gt=timezone.now() - DAY
    ).order_by()
    mails = rows.filter(email__iexact=email).aggregate(mails=Sum("mails"))["mails"] or 0
    return mails >= MOST_TO_ONE or rows.count() >= MOST_A_DAY


def described(invitation: Invitation) -> InvitedRoles:
    """The roles with the names of their products; None for all, or where there are none."""
    return describe_all([invitation])[0][1]


def describe_all(invitations: list[Invitation]) -> list[tuple[Invitation, InvitedRoles]]:
    """Each with its roles, in one query."""
    keys = {key for one in invitations for chosen in one.wanted.values() for key in chosen or ()}
    names = dict(Product.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [(one, _described(one, names)) for one in invitations]


def _described(invitation: Invitation, names: dict[int, str]) -> InvitedRoles:
    return [
        (role, None if keys is None else [names[key] for key in keys if key in names])
        for role, keys in invitation.wanted.items()
    ]
