"""The owner asks for all that the organization owns, and takes it."""

from django.db import transaction
from django.utils.translation import gettext as _

from orgs.access import only_owner
from orgs.actions.base import lock, record
from orgs.actor import Actor
from orgs.models import DataExport
from orgs.roles import Capability
from portal.nudges import nudge
from portal.problems import Conflict, NotAllowed, TooMany
from portal.throttling import spend

LIMIT, WINDOW = 5, 86_400
"""Exports of one organization, and in how many seconds."""


@transaction.atomic
def ask_export(*, actor: Actor) -> DataExport:
    """Have it prepared by a worker; a mail tells when it is ready.

    Raises NotAllowed for anybody but the owner, who alone sees the bills; Conflict while one is
    being prepared; TooMany.
    """
    _demand_owner(actor)
    organization = lock(actor.organization)
    if organization.data_exports.filter(state=DataExport.State.PENDING).exists():
        raise Conflict(_("An export is being prepared already."), code="export-pending")
    if wait := spend("data-export", organization.pk, limit=LIMIT, window=WINDOW):
        raise TooMany(_("Five exports in a day are the most. Ask again tomorrow."), wait=wait)
    export = DataExport.objects.create(organization=organization, made_by=actor.user)
    record(actor, "export.asked", organization.slug, after={"export": str(export.pk)})
    nudge("orgs.tasks.build_data_export", str(export.pk))
    return export


@transaction.atomic
def take_export(*, actor: Actor, export: DataExport) -> None:
    """Put on record that the file leaves the house.

    Raises NotAllowed for anybody but the owner as of now, Conflict once it expired.
    """
    _demand_owner(actor)
    if not DataExport.objects.usable().filter(pk=export.pk).exists():
        raise Conflict(_("This export expired. Ask for a new one."), code="export-expired")
    record(actor, "export.taken", export.organization.slug, after={"export": str(export.pk)})


def _demand_owner(actor: Actor) -> None:
    if not actor.can(Capability.EXPORT_DATA):
        decision = only_owner(actor)
        raise NotAllowed(decision.reason, code=decision.code, decision=decision)
