"""What an organization finds on its account pages, entered or imported by the vendor (ACCT-1)."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgs.models.organization import Organization, Project
from orgs.models.product import Product


def vendor_key(instance: models.Model, filename: str) -> str:
    """Nothing of the name reaches the disk."""
    return f"vendor/{uuid.uuid4().hex}"


class VendorFile(models.Model):
    """A file for one organization; `name` is what it is called when somebody saves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(_("file"), upload_to=vendor_key, unique=True)
    name = models.CharField(_("file name"), max_length=200)

    class Meta:
        abstract = True


class Download(VendorFile):
    """Software that the organization may fetch."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="downloads", verbose_name=_("organization")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", verbose_name=_("product")
    )
    version = models.CharField(_("version"), max_length=40)
    released_on = models.DateField(_("released"))

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "product", "version", "name"], name="download_unique"
            )
        ]
        indexes = [
            models.Index(
                F("organization"), F("released_on").desc(), F("id").desc(), name="download_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.version}"


class ScanReport(VendorFile):
    """What the security tool found; the portal shows it and runs nothing."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="scan_reports", verbose_name=_("organization")
    )
    project = models.ForeignKey(
        Project,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="scan_reports",
        verbose_name=_("cloud project"),
    )
    target = models.CharField(_("what was scanned"), max_length=200)
    scanned_on = models.DateField(_("scanned"))
    high = models.PositiveIntegerField(_("high"), default=0)
    medium = models.PositiveIntegerField(_("medium"), default=0)
    low = models.PositiveIntegerField(_("low"), default=0)

    class Meta:
        verbose_name = _("scan report")
        verbose_name_plural = _("scan reports")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "target", "scanned_on"], name="scan_report_unique"
            )
        ]
        indexes = [
            models.Index(
                F("organization"), F("scanned_on").desc(), F("id").desc(), name="scan_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target}, {self.scanned_on:%Y-%m-%d}"


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def overdue(self, on: date | None = None) -> Self:
        """Unpaid on a day (today in UTC) after the one on which they were due."""
        return self.filter(paid_on=None, is_void=False, due_on__lt=on or timezone.now().date())


class Invoice(models.Model):
    """What was asked of the organization, and whether it was paid; nobody pays here."""

    class State(models.TextChoices):
        """What people see; derived, never stored."""

        OPEN = "open", pgettext_lazy("invoice", "Open")
        OVERDUE = "overdue", _("Overdue")
        PAID = "paid", _("Paid")
        VOID = "void", _("Void")

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="invoices", verbose_name=_("organization")
    )
    number = models.CharField(_("invoice number"), max_length=40, unique=True)
    issued_on = models.DateField(_("issued"))
    due_on = models.DateField(_("due"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    products = models.ManyToManyField(
        Product, blank=True, related_name="+", verbose_name=_("products")
    )
    paid_on = models.DateField(_("paid"), null=True, blank=True)
    is_void = models.BooleanField(_("void"), default=False)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("issued_on")),
                name="invoice_due_after_it_is_issued",
                violation_error_message=_("An invoice is due after it is issued."),
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="invoice_currency",
                violation_error_message=_("A currency has three capital letters, such as EUR."),
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(is_void=False), name="invoice_paid_or_void"
            ),
        ]
        indexes = [
            models.Index(
                F("organization"), F("issued_on").desc(), F("id").desc(), name="invoice_newest"
            ),
            models.Index(
                "due_on", condition=Q(paid_on=None, is_void=False), name="invoice_unpaid_by_due"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> State:
        """As of today."""
        if self.is_void:
            return self.State.VOID
        if self.paid_on:
            return self.State.PAID
        overdue = self.due_on < timezone.now().date()
        return self.State.OVERDUE if overdue else self.State.OPEN
