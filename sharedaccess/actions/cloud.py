"""What the synchronization of cloud projects does to grants (ENT-13, SHA-8)."""

from collections.abc import Collection

from django.db import transaction

from orgs.models import Organization, User
from sharedaccess import notifications
from sharedaccess.actions.base import end_what_hung_on, picture, record
from sharedaccess.actions.grants import make_room, save_changes
from sharedaccess.actions.judging import judge_resources
from sharedaccess.models import Grant
from sharedaccess.names import RESERVED


@transaction.atomic
def sync_cloud_grant(
    *, organization: Organization, grantee: User, resources: Collection[str]
) -> Grant | None:
    """Let the cloud-sourced grant of a person follow what the projects open to them now.

    What the owner unticked is never ticked again, what the owner ticked is kept, and a grant that
    the owner made stays as it is. Twice is once. None where there is nothing to grant: to the
    owner, to somebody without a verified address (ID-3), or for no resource.
    """
    rows = Organization.objects.select_related("account").select_for_update(
        of=("self",), no_key=True
    )
    organization = rows.get(pk=organization.pk)
    offered = judge_resources(resources)
    standing = Grant.objects.standing().filter(organization=organization, grantee=grantee)
    grant = standing.select_related("grantee").select_for_update(of=("self",)).first()
    if grant is None or (grant.is_expired and not grant.is_cloud):
        return _make(organization, grantee, offered)
    if grant.is_cloud:
        grant.organization = organization
        _follow(grant, offered)
    return grant


def _make(organization: Organization, grantee: User, offered: list[str]) -> Grant | None:
    is_owner = organization.account.user_id == grantee.pk
    if is_owner or not offered or not (grantee.is_active and grantee.has_verified_email):
        return None
    make_room(organization, grantee, by=None)
    grant = Grant.objects.create(
        organization=organization,
        grantee=grantee,
        source=Grant.Source.CLOUD,
        share_name=RESERVED + organization.account.number.removeprefix("ACC"),
        resources=offered,
        offered=offered,
    )
    record(None, "grant.made", grant, after=picture(grant))
    notifications.tell_granted(grant)
    return grant


def _follow(grant: Grant, offered: list[str]) -> None:
    """Take back only what was offered before, tick only what the owner did not untick."""
    before, ticked = picture(grant), set(grant.resources)
    gone = set(grant.offered) - set(offered)
    grant.resources = judge_resources((ticked - gone) | (set(offered) - set(grant.withheld)))
    grant.offered = offered
    if picture(grant) == before:
        grant.save(update_fields=["offered"])
        return
    save_changes(grant)
    record(None, "grant.changed", grant, before=before, after=picture(grant))
    notifications.tell_changed(grant)
    if not ticked <= set(grant.resources):
        end_what_hung_on(grant)
