"""What a case owes to time: the first response, the escalation, the next reminder."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from cases.lifecycle import SILENCE

BREACH = models.Case(models.When(first_responded_at=None, then=F("first_response_due_at")))
"""When the promise of those that nobody has answered is broken."""

MET = Q(first_responded_at__lte=F("first_response_due_at"))
MISSED = Q(first_responded_at__gt=F("first_response_due_at")) | Q(
    first_responded_at=None, first_response_due_at__lte=Coalesce("closed_at", Now())
)
"""How the promise of a first answer ended; neither where none was made, or none has yet."""

MOST_PRESSING_FIRST = (
    IsNull(F("escalated_at"), True),
    BREACH,
    F("priority"),
    F("opened_at"),
    F("id"),
)
"""The order of the queue (AGENT-1): escalated, by breach time, by priority, the oldest."""


class Promised(models.Model):
    """Deadlines are stored when the event happens; no clock that jumps changes them."""

    first_response_due_at = models.DateTimeField(
        _("first response due"), null=True, blank=True, editable=False
    )
    first_responded_at = models.DateTimeField(
        _("first response"), null=True, blank=True, editable=False
    )
    response_clock = models.JSONField(null=True, blank=True, editable=False)
    """The target and the calendar in force when the due time was set, frozen (SLA-3)."""
    escalated_at = models.DateTimeField(_("escalated"), null=True, blank=True, editable=False)
    """In this opening of the case; the reason is in `Escalation` (SLA-6)."""
    next_reminder_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the system speaks up next; only while it waits for the customer (CASE-9)."""
    reminders_sent = models.PositiveSmallIntegerField(default=0, editable=False)
    """How many lie behind, with those skipped while the workers were down."""
    status_since: datetime

    class Meta:
        abstract = True

    @property
    def closes_at(self) -> datetime | None:
        """When the silence of the customer closes it."""
        return self.status_since + SILENCE if self.next_reminder_at else None
