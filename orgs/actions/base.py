"""What the actions about members share: the lock, the record, and refusals that stay on record."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from orgs.access import only_admins
from orgs.actor import Actor
from orgs.authority import Authority, authority_of
from orgs.models import Membership, Organization
from orgs.roles import Capability
from portal import audit
from portal.problems import Conflict, NotAllowed


@contextmanager
def authority(actor: Actor, about: str) -> Iterator[Authority]:
    """Lock the organization, then ask what the actor may give and take there as of now.

    A refusal inside ends the transaction; the try stays on record (ROLE-1).
    """
    try:
        with transaction.atomic():
            lock(actor.organization)
            yield _authority(actor)
    except NotAllowed:
        record(actor, "role.refused", about)
        raise


def lock(organization: Organization) -> Organization:
    """Who changes people or their roles there waits; who reads them does not."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)


def find_again(actor: Actor, membership: Membership) -> Membership:
    """Behind the lock. Raises NotAllowed for a member of another organization, Conflict for one
    who left."""
    if membership.organization_id != actor.organization.pk:
        raise refused(actor)
    rows = Membership.objects.select_related("user", "organization")
    found = rows.filter(pk=membership.pk).first()
    if found is None:
        reason = _("%(person)s does not belong to the organization any more.")
        raise Conflict(reason % {"person": membership.user}, code="no-member")
    return found


def refuse(*, actor: Actor, about: str, on_record: bool) -> NotAllowed:
    """What to raise for somebody out of reach; only looking is no try."""
    if on_record:
        record(actor, "role.refused", about)
    return refused(actor)


def refused(actor: Actor) -> NotAllowed:
    decision = only_admins(actor)
    return NotAllowed(decision.reason, code=decision.code, decision=decision)


def record(actor: Actor, verb: str, about: str, **change: dict[str, Any]) -> None:
    audit.record(
        actor=actor.user,
        verb=verb,
        target=about,
        organization_id=actor.organization.pk,
        **change,
    )


def _authority(actor: Actor) -> Authority:
    """The vendor's people have none, whatever roles they hold as well."""
    if not actor.can(Capability.ASSIGN_ROLES, Capability.MANAGE_BRANCH):
        return Authority()
    return authority_of(actor.user, actor.organization)
