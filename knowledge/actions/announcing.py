"""Incidents come to an end (HOME-6)."""

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from knowledge.models import Announcement
from orgs.models import User
from portal import audit
from portal.problems import Conflict


@transaction.atomic
def resolve(*, actor: User, announcement: Announcement) -> None:
    """Say that it is over. Raises Conflict if somebody said so before."""
    if not Announcement.objects.open().filter(pk=announcement.pk).update(resolved_at=Now()):
        raise Conflict(_("This is resolved already."), code="resolved")
    audit.record(
        actor=actor, verb="announcement.resolved", target=f"{announcement.pk} {announcement}"
    )
