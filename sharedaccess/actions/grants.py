"""The owner grants, edits and takes back shared access (SHA-2 to SHA-8)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.actor import Actor
from orgs.models import Organization, User
from portal.problems import Conflict, NotAllowed, Unprocessable
from sharedaccess import notifications
from sharedaccess.actions.base import (
    demand_owner,
    end_what_hung_on,
    lock_grant,
    lock_owned,
    picture,
    record,
    refuse,
    revoke,
)
from sharedaccess.actions.judging import find_grantee, judge_expiry, judge_name, judge_resources
from sharedaccess.expiry import day_of, zone_of
from sharedaccess.models import Grant


def grant_access(
    *,
    actor: Actor,
    number: str,
    email: str,
    share_name: str,
    resources: Collection[str],
    expires_on: date | None = None,
) -> Grant:
    """Share chosen resources of the organization with an existing user, until the end of a day.

    Raises NotAllowed for anybody but the owner; the try is audited. Raises Unprocessable for what
    cannot be, Conflict for somebody who has shared access already.
    """
    demand_owner(actor, email)
    with transaction.atomic():
        organization = lock_owned(actor)
        person = find_grantee(actor.user, number, email)
        wanted = {
            "share_name": judge_name(share_name),
            "resources": _demand_some(judge_resources(resources)),
            "expires_at": judge_expiry(actor.user, expires_on),
        }
        make_room(organization, person, by=actor.user)
        grant = Grant.objects.create(
            organization=organization, grantee=person, granted_by=actor.user, **wanted
        )
        record(actor.user, "grant.made", grant, after=picture(grant))
        notifications.tell_granted(grant)
    return grant


def change_grant(
    *,
    actor: Actor,
    grant: Grant,
    version: int,
    share_name: str,
    resources: Collection[str],
    expires_on: date | None,
) -> Grant:
    """Edit a grant; with no resource it gives nothing (SHA-5). Of a cloud-sourced one, only the
    resources (SHA-8).

    `version` is the one that the owner has seen. Raises NotAllowed, Unprocessable, or Conflict if
    it was changed or deleted since.
    """
    demand_owner(actor, grant.grantee.email)
    with transaction.atomic():
        grant = lock_grant(grant, lock_owned(actor))
        _demand_fresh(grant, version)
        before, ticked = picture(grant), set(grant.resources)
        grant.resources = judge_resources(resources)
        if grant.is_cloud:
            _demand_resources_only(actor, grant, share_name, expires_on)
            grant.withheld = sorted((set(grant.withheld) | ticked) - set(grant.resources))
        else:
            grant.share_name = judge_name(share_name)
            _move_expiry(actor.user, grant, expires_on)
        if picture(grant) == before:
            return grant
        save_changes(grant)
        record(actor.user, "grant.changed", grant, before=before, after=picture(grant))
        notifications.tell_changed(grant)
        if not ticked <= set(grant.resources):
            end_what_hung_on(grant)
    return grant


def revoke_grant(*, actor: Actor, grant: Grant) -> None:
    """Delete: the row goes from the page and stays in the audit log (SHA-6, SHA-7). Twice is once.

    Raises NotAllowed for anybody but the owner, and for a cloud-sourced grant (SHA-8).
    """
    demand_owner(actor, grant.grantee.email)
    try:
        demand_deletable(grant)
    except NotAllowed as problem:
        raise refuse(actor, grant.grantee.email, problem) from None
    with transaction.atomic():
        grant = lock_grant(grant, lock_owned(actor))
        if grant.revoked_at is None:
            revoke(grant, by=actor.user)


def demand_deletable(grant: Grant) -> None:
    """Raises NotAllowed for a cloud-sourced grant, which stays for the record (SHA-8)."""
    if grant.is_cloud:
        raise NotAllowed(
            _(
                "Cloud-sourced shared access cannot be deleted. Untick every resource to take it"
                " away; it stays for the record."
            ),
            code="cloud-sourced",
        )


def make_room(organization: Organization, person: User, *, by: User | None) -> None:
    """An expired grant makes way for a new one. Raises Conflict for one that stands."""
    rows = Grant.objects.standing().filter(organization=organization, grantee=person)
    if (grant := rows.first()) is None:
        return
    if grant.is_cloud or not grant.is_expired:
        reason = _("%(person)s has shared access already: edit it instead.")
        raise Conflict(reason % {"person": person}, code="already-granted")
    grant.revoked_at = timezone.now()
    grant.save(update_fields=["revoked_at"])
    record(by, "grant.revoked", grant, before=picture(grant))


def save_changes(grant: Grant) -> None:
    """Of the locked grant: a change is a new version, and of a new end nothing was ended yet."""
    grant.version, grant.changed_at, grant.ended_at = grant.version + 1, timezone.now(), None
    changed = ["share_name", "resources", "offered", "withheld", "expires_at"]
    grant.save(update_fields=[*changed, "version", "changed_at", "ended_at"])


def _demand_some(resources: list[str]) -> list[str]:
    if not resources:
        raise Unprocessable(_("Choose at least one resource."), code="no-resource")
    return resources


def _demand_fresh(grant: Grant, version: int) -> None:
    if grant.revoked_at is not None:
        raise Conflict(_("This shared access was deleted in the meantime."), code="revoked")
    if grant.version != version:
        raise Conflict(_("This shared access was changed in the meantime."), code="stale")


def _demand_resources_only(
    actor: Actor, grant: Grant, share_name: str, expires_on: date | None
) -> None:
    if share_name == grant.share_name and expires_on is None:
        return
    raise NotAllowed(
        _("Only the resources of a cloud-sourced grant can be changed."), code="cloud-sourced"
    )


def _move_expiry(owner: User, grant: Grant, day: date | None) -> None:
    """A date that stays is not judged again."""
    if day != day_of(grant.expires_at, zone_of(owner)):
        grant.expires_at = judge_expiry(owner, day)
