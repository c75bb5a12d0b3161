"""An organization's directory gives and takes roles, as the members of groups (SCIM)."""

import uuid
from collections.abc import Callable, Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from orgs.actions.assigning import give, take
from orgs.actions.base import authority, record
from orgs.actions.leaving import demand_whole
from orgs.actor import Actor
from orgs.authority import Authority
from orgs.models import Membership, Organization, ScimIdentity
from orgs.roles import Role
from portal.problems import Unprocessable

MOST_AT_ONCE = 500

Ids = Collection[uuid.UUID]


def change_group(
    *, actor: Actor, role: Role, revise: Callable[[frozenset[uuid.UUID]], Ids], token: str
) -> None:
    """Give and take a role, so that the people whom the directory knows hold it as `revise` says.

    Raises Unprocessable for somebody unknown and for what the organization cannot have (ROLE-7),
    Conflict over the plan's limit (ROLE-9) and for the last system admin (ROLE-6).
    """
    with authority(actor, str(role)) as reach:
        organization = demand_whole(actor, reach)
        present = _holders(organization, role)
        wanted = frozenset(revise(frozenset(present)))
        coming = _people(organization, wanted - present.keys())
        going = [present[pk] for pk in present.keys() - wanted]
        if role != Role.SYSTEM_ADMIN:  # who goes makes room; but somebody must be there before
            _take_all(actor, reach, going, role)
        for member in coming:
            give(actor, reach, member, role, None)
        if role == Role.SYSTEM_ADMIN:
            _take_all(actor, reach, going, role)
        if coming or going:
            record(actor, "group.changed", str(role), after={"token": token})


def _take_all(actor: Actor, reach: Authority, members: list[Membership], role: Role) -> None:
    for member in members:
        take(actor, reach, member, role)


def _holders(organization: Organization, role: Role) -> dict[uuid.UUID, Membership]:
    rows = ScimIdentity.objects.filter(organization=organization, membership__roles__role=role)
    return _members(rows)


def _people(organization: Organization, ids: Ids) -> list[Membership]:
    if len(ids) > MOST_AT_ONCE:
        raise Unprocessable(_("These are too many people at once."), code="too-many")
    rows = ScimIdentity.objects.filter(organization=organization, membership__isnull=False)
    found = _members(rows.filter(pk__in=ids))
    if len(found) < len(ids):
        raise Unprocessable(_("A member of this group is unknown or inactive."), code="no-member")
    return list(found.values())


def _members(rows: QuerySet[ScimIdentity]) -> dict[uuid.UUID, Membership]:
    rows = rows.select_related("membership__user", "membership__organization__plan")
    return {row.pk: row.membership for row in rows.order_by("pk") if row.membership}
