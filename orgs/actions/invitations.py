"""People are asked by mail to join an organization, and join it (ROLE-8)."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from orgs import notifications
from orgs.access import Facts, Gate, check
from orgs.actions.assigning import Scope, demand_role, give
from orgs.actions.base import authority, lock, record, refused
from orgs.actor import Actor
from orgs.authority import Authority, authority_of, keys_of
from orgs.invitations import described, find_open, is_crowded
from orgs.models import Invitation, Membership, Product, User
from orgs.models.invitation import a_week_from_now
from orgs.roles import NOTHING, Role
from portal.problems import Conflict, NotAllowed


def invite(*, actor: Actor, email: str, language: str, roles: Mapping[Role, Scope]) -> Invitation:
    """Ask somebody to join, with these roles from the beginning.

    Whether the address has an account is not even looked up. Raises NotAllowed where the hierarchy
    does not reach so far; the try is audited. Raises Unprocessable for roles or products that
    cannot be; Conflict for a member, a pending invitation, no room left, or too many mails.
    """
    keys = keys_of(roles)
    with authority(actor, email) as reach:
        if not reach.covers(keys):
            raise refused(actor)
        for role, products in roles.items():
            demand_role(actor.organization, role, products)
        _demand_new(actor, email)
        invitation = Invitation.objects.create(
            organization=actor.organization,
            email=email.lower(),
            language=language,
            roles=keys,
            invited_by=actor.user,
        )
        _record(actor, "invitation.sent", invitation)
        notifications.send_invitation(invitation)
    return invitation


def resend_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """Another mail with another link, valid for another week; the actor is the inviter from now on.

    Raises NotAllowed like `invite`, Conflict if it is closed or there were too many mails.
    """
    with authority(actor, invitation.email) as reach:
        _demand_pending(actor, reach, invitation)
        _demand_few(actor, invitation.email)
        Invitation.objects.filter(pk=invitation.pk).update(
            mails=F("mails") + 1,
            sent_at=Now(),
            expires_at=a_week_from_now(),
            invited_by=actor.user,
        )
        invitation.refresh_from_db()
        _record(actor, "invitation.resent", invitation)
        notifications.send_invitation(invitation)


def revoke_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """The link opens nothing any more.

    Raises NotAllowed like `invite`, Conflict if it is closed already.
    """
    with authority(actor, invitation.email) as reach:
        _demand_pending(actor, reach, invitation)
        Invitation.objects.filter(pk=invitation.pk).update(revoked_at=Now())
        _record(actor, "invitation.revoked", invitation)


def accept_invitation(*, user: User, token: str) -> Membership | None:
    """Join the organization; again, nothing changes. None where the link opens nothing.

    Raises NotAllowed for another address than the invited one, and for an unverified one (ID-3);
    the try is audited. Raises Conflict where a role has no room any more (ROLE-9): then all stays.
    """
    invitation = Invitation.objects.of_token(token).select_related("organization").first()
    if invitation is None:
        return None
    actor = Actor(user=user, organization=invitation.organization, capabilities=NOTHING)
    try:
        with transaction.atomic():
            lock(invitation.organization)
            return _accept(actor, token) or _accepted(actor, invitation)
    except NotAllowed:
        record(actor, "invitation.refused", invitation.email)
        raise


def _accept(actor: Actor, token: str) -> Membership | None:
    invitation = find_open(token)
    if invitation is None:
        return None
    demand_invited(actor.user, invitation)
    user, inviter = actor.user, invitation.invited_by
    member, _made = Membership.objects.get_or_create(organization=actor.organization, user=user)
    reach = authority_of(inviter, actor.organization)
    for role, keys in invitation.wanted.items():
        products = None if keys is None else Product.objects.filter(pk__in=keys)
        give(actor, reach, member, role, products, giver=inviter)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=Now(), accepted_by=user)
    _record(actor, "invitation.accepted", invitation)
    return member


def _accepted(actor: Actor, invitation: Invitation) -> Membership | None:
    """A second click of the same person."""
    mine = Invitation.objects.filter(pk=invitation.pk, accepted_by=actor.user)
    members = Membership.objects.filter(organization=actor.organization, user=actor.user)
    return members.first() if mine.exists() else None


def demand_invited(user: User, invitation: Invitation) -> None:
    """Raises NotAllowed for whoever was not meant, or has yet to prove the address."""
    if user.email.lower() != invitation.email.lower():
        reason = _("This invitation is for %(email)s, and you are signed in as %(own)s.")
        words = {"email": invitation.email, "own": user.email}
        raise NotAllowed(reason % words, code="other-address")
    decision = check(Gate.EMAIL_VERIFIED, Facts(user))
    if not decision.allowed:
        raise NotAllowed(decision.reason, code=decision.code, decision=decision)


def _demand_new(actor: Actor, email: str) -> None:
    organization = actor.organization
    if organization.memberships.filter(user__email__iexact=email).exists():
        raise Conflict(_("This person is a member already."), code="member-already")
    if organization.invitations.pending().filter(email__iexact=email).exists():
        raise Conflict(
            _("There is an invitation to this address: send it again, or revoke it first."),
            code="invited-already",
        )
    _demand_few(actor, email)


def _demand_few(actor: Actor, email: str) -> None:
    if is_crowded(actor.organization, email):
        raise Conflict(_("That is too much mail for one day: wait."), code="too-many-invitations")


def _demand_pending(actor: Actor, reach: Authority, invitation: Invitation) -> None:
    if invitation.organization_id != actor.organization.pk or not reach.covers(invitation.wanted):
        raise refused(actor)
    if not Invitation.objects.pending().filter(pk=invitation.pk).exists():
        raise Conflict(_("This invitation was accepted or revoked already."), code="closed")


def _record(actor: Actor, verb: str, invitation: Invitation) -> None:
    roles = [
        {"role": role, "products": "all" if names is None else names}
        for role, names in described(invitation)
    ]
    change = {"roles": roles, "invited_by": invitation.invited_by.email}
    record(actor, verb, invitation.email, after=change)
