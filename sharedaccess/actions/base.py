"""What every action on grants does: demand the owner, lock, record, end what hung on it."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from orgs import endings
from orgs.access import only_owner_shares
from orgs.actor import Actor
from orgs.models import Organization, User
from orgs.roles import Capability
from portal import audit
from portal.problems import NotAllowed
from sharedaccess import notifications
from sharedaccess.models import Grant


def demand_owner(actor: Actor, person: str) -> None:
    """Raises NotAllowed for anybody else (SHA-2); outside of any transaction, so that the refused
    try stays on record."""
    if not actor.can(Capability.GRANT_ACCESS):
        raise refuse(actor, person)


def refuse(actor: Actor, person: str, problem: NotAllowed | None = None) -> NotAllowed:
    """Put the try on record; answers what to raise."""
    audit.record(
        actor=actor.user,
        verb="grant.refused",
        target=person,
        organization_id=actor.organization.pk,
    )
    decision = only_owner_shares(actor)
    return problem or NotAllowed(decision.reason, code=decision.code, decision=decision)


def lock_owned(actor: Actor) -> Organization:
    """The organization, held until the end of the transaction, if it is still the actor's."""
    rows = Organization.objects.owned_by(actor.user).select_for_update(of=("self",), no_key=True)
    organization = rows.filter(pk=actor.organization.pk).first()
    if organization is None:
        decision = only_owner_shares(actor)
        raise NotAllowed(decision.reason, code=decision.code, decision=decision)
    return organization


def lock_grant(grant: Grant, organization: Organization) -> Grant:
    """The grant as it is now. Raises Http404 for one of another organization."""
    rows = Grant.objects.select_related("grantee").select_for_update(of=("self",))
    fresh = rows.filter(organization=organization, pk=grant.pk).first()
    if fresh is None:
        raise Http404
    fresh.organization = organization
    return fresh


def revoke(grant: Grant, *, by: User | None) -> None:
    """Take the locked grant back, with all that hung on it (SHA-7)."""
    grant.revoked_at = timezone.now()
    grant.save(update_fields=["revoked_at"])
    record(by, "grant.revoked", grant, before=picture(grant))
    notifications.tell_revoked(grant)
    end_what_hung_on(grant)


def end_what_hung_on(grant: Grant) -> None:
    endings.end(user=grant.grantee, organization=grant.organization)


def record(by: User | None, verb: str, grant: Grant, **change: dict[str, Any]) -> None:
    """By None: the synchronization, or time."""
    audit.record(
        actor=by,
        verb=verb,
        target=grant.grantee.email,
        organization_id=grant.organization_id,
        **change,
    )


def picture(grant: Grant) -> dict[str, Any]:
    """For the audit log."""
    return {
        "share_name": grant.share_name,
        "resources": sorted(grant.resources),
        "source": grant.source,
        "expires_at": grant.expires_at.isoformat() if grant.expires_at else None,
    }
