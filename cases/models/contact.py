"""When the customer and the agent talk, as an entry of both their calendars."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class ContactSlot(models.Model):
    """Proposed with the case, agreed by an agent; `sequence` counts what calendars were told."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="contact_slot")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    sequence = models.PositiveIntegerField(default=0)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact slot")
        verbose_name_plural = _("contact slots")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="contact_slot_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="contact_slot_agreed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.starts_at:%Y-%m-%d %H:%M}"
