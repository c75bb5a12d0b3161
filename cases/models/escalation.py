"""A case is brought to the managers, once for each opening (SLA-5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class EscalationReason(models.TextChoices):
    """Exactly these six (SLA-5)."""

    COMMUNICATION = "communication", _("agent communication skills")
    KNOWLEDGE = "knowledge", _("agent technical knowledge")
    CALLBACK = "callback", _("awaiting callback/update")
    URGENCY = "urgency", _("change in issue urgency")
    EXPECTATIONS = "expectations", _("resolution did not meet expectations")
    TIME = "time", _("time to resolution")


class Escalation(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="escalations")
    opening = models.PositiveSmallIntegerField()
    reason = models.CharField(_("reason"), max_length=16, choices=EscalationReason)
    details = models.TextField(_("details"), max_length=5_000)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken by"),
    )
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "opening"], name="escalation_once_for_each_opening"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=EscalationReason.values), name="escalation_known_reason"
            ),
            models.CheckConstraint(condition=~Q(details=""), name="escalation_says_why"),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None)
                | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="escalation_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="escalation_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(taken_at__isnull=False),
                name="escalation_taken_before_it_is_answered",
            ),
        ]
        indexes = [
            models.Index("created_at", condition=Q(answered_at=None), name="escalation_unanswered")
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.get_reason_display()}"


def escalation_of(case: Case) -> Escalation | None:
    """That of the present opening, with its people."""
    if case.escalated_at is None:
        return None
    rows = Escalation.objects.select_related("raised_by", "taken_by", "answered_by")
    return rows.filter(case=case, opening=case.opening).first()
