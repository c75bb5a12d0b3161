"""How the states of entitlements and invoices look."""

from django import template

from orgs.models import Entitlement, Invoice

register = template.Library()

KINDS: dict[str, str] = {
    Entitlement.State.ACTIVE: "positive",
    Entitlement.State.SUSPENDED: "warning",
    Entitlement.State.EXPIRED: "negative",
    Entitlement.State.FUTURE: "info",
    Invoice.State.OPEN: "info",
    Invoice.State.OVERDUE: "negative",
    Invoice.State.PAID: "positive",
    Invoice.State.VOID: "",
}


@register.filter
def kind(state: str) -> str:
    """The mood of a tag."""
    return KINDS[state]
