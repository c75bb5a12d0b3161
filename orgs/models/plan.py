"""The contract tier of an organization, and the first response that it promises."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Coverage(models.TextChoices):
    """The hours in which a clock runs."""

    ALWAYS = "24x7", _("24x7")
    WEEKDAYS = "24x5", _("24x5")
    BUSINESS = "business", _("business hours")


class SupportPlan(models.Model):
    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    contact_limit = models.PositiveSmallIntegerField(
        _("support admins at most"), null=True, blank=True, help_text=_("Empty: no limit.")
    )

    class Meta:
        verbose_name = _("support plan")
        verbose_name_plural = _("support plans")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ResponseTarget(models.Model):
    """Within what time the first answer comes, for one plan and one priority (SLA-1)."""

    class Unit(models.TextChoices):
        MINUTE = "minute", _("minutes")
        HOUR = "hour", _("hours")
        DAY = "day", _("business days")

    plan = models.ForeignKey(
        SupportPlan, models.CASCADE, related_name="targets", verbose_name=_("support plan")
    )
    priority = models.PositiveSmallIntegerField(_("priority"))
    amount = models.PositiveSmallIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=8, choices=Unit)
    coverage = models.CharField(_("coverage"), max_length=8, choices=Coverage)

    class Meta:
        verbose_name = _("response target")
        verbose_name_plural = _("response targets")
        ordering = ["priority"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "priority"], name="response_target_unique"),
            models.CheckConstraint(
                condition=models.Q(priority__range=(1, 4)), name="response_target_priority"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="response_target_amount"),
        ]

    def __str__(self) -> str:
        """For people: «4 hours, business hours», «1 business day»."""
        if self.unit == self.Unit.DAY:
            return self.span
        return f"{self.span}, {self.get_coverage_display()}"

    @property
    def span(self) -> str:
        """«4 hours», «1 business day»."""
        if self.unit == self.Unit.DAY:
            return ngettext("%d business day", "%d business days", self.amount) % self.amount
        if self.unit == self.Unit.HOUR:
            return ngettext("%d hour", "%d hours", self.amount) % self.amount
        return ngettext("%d minute", "%d minutes", self.amount) % self.amount
