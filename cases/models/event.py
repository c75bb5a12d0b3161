"""One thing that happened to a case; the timeline, and what notifications speak of."""

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.lifecycle import Side, Status
from cases.models.case import Case
from cases.models.comment import Comment


class EventKind(models.TextChoices):
    SUBMITTED = "submitted", _("Case submitted")
    COMMENTED = "commented", _("Comment added")
    STATUS_CHANGED = "status_changed", _("Status changed")
    CLOSED = "closed", _("Case closed")
    AUTO_CLOSED = "auto_closed", _("Case closed automatically")
    REOPENED = "reopened", _("Case reopened")
    ASSIGNED = "assigned", _("Case assigned")
    PRIORITY_CHANGED = "priority_changed", _("Priority changed")
    ATTACHMENT_ADDED = "attachment_added", _("Attachment added")
    WATCHER_ADDED = "watcher_added", _("Watcher added")
    WATCHER_REMOVED = "watcher_removed", _("Watcher removed")
    REMINDED = "reminded", _("Reminder sent")
    ESCALATED = "escalated", _("Case escalated")
    ESCALATION_TAKEN = "escalation_taken", _("Escalation taken")
    ESCALATION_ANSWERED = "escalation_answered", _("Escalation answered")
    FOLLOWED_UP = "followed_up", _("Follow-up created")
    REFILED = "refiled", _("Case refiled")
    CONTACT_AGREED = "contact_agreed", _("Contact time agreed")


class CaseEvent(models.Model):
    """`data` says what changed, as {"from": "in_progress", "to": "closed"}, in no one's words."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    kind = models.CharField(_("event"), max_length=24, choices=EventKind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    side = models.CharField(_("side"), max_length=8, choices=Side)
    comment = models.OneToOneField(Comment, models.CASCADE, null=True, related_name="event")
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("when"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(F("case"), F("created_at").desc(), F("id").desc(), name="event_by_case")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def led_to(self) -> Status | None:
        to = self.data.get("to")
        return Status(to) if to in Status.values else None
