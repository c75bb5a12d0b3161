"""Who has a right to support for what, and when."""

import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DateRangeFunc(Func):
    function = "daterange"
    output_field = DateRangeField()


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    def active(self, on: datetime.date | None = None) -> Self:
        """Those in force on a day (today in UTC): begun, not over, not suspended (ENT-6)."""
        day = on or timezone.now().date()
        running = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
        return self.filter(running, suspended_for="")


class Entitlement(models.Model):
    """An organization's right to support for one product, for a span of days."""

    class Suspension(models.TextChoices):
        BILLING = "billing", _("billing")
        LICENCE = "licence", _("licence")

    class State(models.TextChoices):
        """What people see; derived, never stored."""

        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        EXPIRED = "expired", _("Expired")
        FUTURE = "future", _("Not yet begun")

    organization = models.ForeignKey(
        "orgs.Organization",
        models.CASCADE,
        related_name="entitlements",
        verbose_name=_("organization"),
    )
    product = models.ForeignKey(
        "orgs.Product", models.PROTECT, related_name="entitlements", verbose_name=_("product")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: no end."))
    suspended_for = models.CharField(
        _("suspended for"), max_length=8, choices=Suspension, blank=True
    )
    suspended_by = models.ForeignKey(
        "orgs.Invoice",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("suspended by the invoice"),
    )
    """Whose payment brings it back (ACCT-4); without one only the vendor does."""

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="entitlement_ends_after_it_starts",
                violation_error_message=_("Support cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(suspended_for__in=["", "billing", "licence"]),
                name="entitlement_suspension_reason",
            ),
            models.CheckConstraint(
                condition=Q(suspended_by=None) | Q(suspended_for="billing"),
                name="entitlement_suspended_by_an_invoice_for_billing",
            ),
            ExclusionConstraint(
                name="entitlement_spans_do_not_overlap",
                expressions=[
                    ("organization", RangeOperators.EQUAL),
                    ("product", RangeOperators.EQUAL),
                    (
                        DateRangeFunc("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This product has an entitlement in these days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} ({self.state.label})"

    def clean(self) -> None:
        """Before the constraints: PostgreSQL could not even tell what such a span overlaps."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Support cannot end before it starts.")})
        if self.suspended_for != self.Suspension.BILLING:
            self.suspended_by = None

    @property
    def state(self) -> State:
        """As of today. Expiry wins over suspension: a payment would not bring it back."""
        today = timezone.now().date()
        if self.ends_on and self.ends_on < today:
            return self.State.EXPIRED
        if self.suspended_for:
            return self.State.SUSPENDED
        return self.State.FUTURE if self.starts_on > today else self.State.ACTIVE
