"""What the vendor enters for an organization's account pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from orgs.actions.billing import settle_invoices
from orgs.models import Download, Invoice, ScanReport
from portal.desk.base import DeskAdmin

STATE_COLOURS = {
    Invoice.State.OPEN: "info",
    Invoice.State.OVERDUE: "danger",
    Invoice.State.PAID: "success",
    Invoice.State.VOID: "",
}


class OfAnOrganization(DeskAdmin):
    list_filter = [("organization", AutocompleteSelectFilter)]
    list_select_related = ["organization"]
    autocomplete_fields = ["organization"]


@admin.register(Download)
class DownloadAdmin(OfAnOrganization):
    list_display = ["name", "organization", "product", "version", "released_on"]
    list_select_related = ["organization", "product"]
    autocomplete_fields = ["organization", "product"]
    search_fields = ["name", "organization__name"]
    ordering = ["-released_on", "-pk"]


@admin.register(ScanReport)
class ScanReportAdmin(OfAnOrganization):
    list_display = ["target", "organization", "scanned_on", "high", "medium", "low"]
    raw_id_fields = ["project"]
    search_fields = ["target", "organization__name"]
    ordering = ["-scanned_on", "-pk"]


@admin.register(Invoice)
class InvoiceAdmin(OfAnOrganization):
    """What is saved counts at once: a payment brings support back without waiting (ACCT-4)."""

    list_display = [
        "number",
        "organization",
        "state_tag",
        "issued_on",
        "due_on",
        "amount",
        "currency",
    ]
    autocomplete_fields = ["organization", "products"]
    search_fields = ["number__istartswith", "organization__name"]
    ordering = ["-issued_on", "-pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """An invoice never moves to another organization."""
        return ["organization"] if obj else []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """After the products: they say what to suspend."""
        super().save_related(request, form, formsets, change)
        settle_invoices(organization=form.instance.organization)

    def delete_model(self, request: HttpRequest, obj: Invoice) -> None:
        organization = obj.organization
        super().delete_model(request, obj)
        settle_invoices(organization=organization)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Invoice]) -> None:
        organizations = {
            invoice.organization for invoice in queryset.select_related("organization")
        }
        super().delete_queryset(request, queryset)
        for organization in organizations:
            settle_invoices(organization=organization)

    @display(description=_("state"), label=STATE_COLOURS)
    def state_tag(self, invoice: Invoice) -> tuple[str, Any]:
        return invoice.state, invoice.state.label
