"""Unpaid invoices suspend what they were for, and their payment brings it back (ACCT-4)."""

from django.db import transaction
from django.db.models import Q

from orgs.models import Entitlement, Invoice, Organization
from portal import audit

BILLING = Entitlement.Suspension.BILLING


def settle_all() -> int:
    """Look at each organization that may be concerned; how many entitlements changed."""
    late = Q(pk__in=Invoice.objects.overdue().values("organization"))
    held = Q(entitlements__suspended_by__isnull=False)
    organizations = Organization.objects.filter(late | held).order_by("pk").distinct()
    return sum(settle_invoices(organization=one) for one in organizations)


@transaction.atomic
def settle_invoices(*, organization: Organization) -> int:
    """Suspend or restore the organization's entitlements; how many changed. Safe to repeat.

    Those suspended for another reason, or by the vendor's own hand, stay as they are.
    """
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    owed = _owed(organization)
    rows = Entitlement.objects.select_for_update().filter(organization=organization)
    within_reach = rows.filter(Q(suspended_for="") | Q(suspended_by__isnull=False))
    return sum(_settle(row, owed.get(row.product_id)) for row in within_reach)


def _owed(organization: Organization) -> dict[int, Invoice]:
    """By product the invoice that has waited longest."""
    owed: dict[int, Invoice] = {}
    overdue = Invoice.objects.overdue().filter(organization=organization)
    for invoice in overdue.order_by("due_on", "pk").prefetch_related("products"):
        for product in invoice.products.all():
            owed.setdefault(product.pk, invoice)
    return owed


def _settle(row: Entitlement, invoice: Invoice | None) -> bool:
    """Whether anything changed."""
    if row.suspended_by_id == (invoice.pk if invoice else None):
        return False
    before = row.suspended_for
    row.suspended_by, row.suspended_for = invoice, BILLING if invoice else ""
    row.save(update_fields=["suspended_by", "suspended_for"])
    if before != row.suspended_for:
        audit.record(
            actor=None,
            verb="entitlement.suspended" if invoice else "entitlement.restored",
            target=str(row.product),
            organization_id=row.organization_id,
            before={"suspended_for": before},
            after={"suspended_for": row.suspended_for, "invoice": invoice and invoice.number},
        )
    return True
