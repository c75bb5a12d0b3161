"""Why nothing can be supported: every cause that applies to this person, and no other (ENT-5)."""

from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from orgs.access.decision import Cause
from orgs.actor import Actor
from orgs.models import Entitlement, Product

State = Entitlement.State

WEIGHT = {State.ACTIVE: 3, State.SUSPENDED: 2, State.FUTURE: 1, State.EXPIRED: 0}
"""Which of a product's entitlements says how things stand: the heaviest, then the latest."""

CHANGED_BY_ADMINS = frozenset({"not-in-project", "out-of-scope"})
"""The other causes are between the account owner and the vendor."""


def find_causes(actor: Actor, product: Product | None = None) -> list[Cause]:
    """What keeps the actor's products, or this one, from being supported; never empty.

    To be asked only when nothing (or not this one) is supported.
    """
    standing = _standing(actor, product)
    reached = [row for row in standing if actor.covers(row.product_id)]
    beyond = [row for row in standing if not actor.covers(row.product_id)]
    found = [
        *_suspended(reached),
        *_cause("not-in-project", _in(State.ACTIVE, reached)),
        *_cause("entitlement-not-begun", _in(State.FUTURE, reached)),
        *_cause("entitlement-expired", _in(State.EXPIRED, reached)),
        *_cause("out-of-scope", _in(State.ACTIVE, beyond)),
    ]
    return found or [_never_entitled(actor, product)]


def _standing(actor: Actor, product: Product | None) -> list[Entitlement]:
    """For each product the entitlement that says how things stand, by name."""
    rows = Entitlement.objects.filter(organization=actor.organization).select_related("product")
    if product is not None:
        rows = rows.filter(product=product)
    by_weight = sorted(rows, key=lambda row: (WEIGHT[row.state], row.starts_on))
    heaviest = {row.product_id: row for row in by_weight}
    return sorted(heaviest.values(), key=lambda row: row.product.name)


def _in(state: Entitlement.State, rows: Iterable[Entitlement]) -> list[Entitlement]:
    return [row for row in rows if row.state == state]


def _suspended(rows: Iterable[Entitlement]) -> Iterator[Cause]:
    """Billing and licence apart: different people pay and sign."""
    suspended = _in(State.SUSPENDED, rows)
    for why in Entitlement.Suspension:
        of_this = [row for row in suspended if row.suspended_for == why]
        yield from _cause(f"suspended-{why}", of_this)


def _cause(kind: str, rows: list[Entitlement]) -> Iterator[Cause]:
    """The cause that these rows share; nothing without rows."""
    if rows:
        code = "entitlement-suspended" if kind.startswith("suspended") else kind
        yield Cause(code, _sentence(kind) % {"products": ", ".join(_tell(row) for row in rows)})


def _sentence(kind: str) -> str:
    return {
        "suspended-billing": _("The entitlement is suspended for billing: %(products)s."),
        "suspended-licence": _("The entitlement is suspended for its licence: %(products)s."),
        "entitlement-not-begun": _("The entitlement has not begun yet: %(products)s."),
        "entitlement-expired": _("The entitlement has expired: %(products)s."),
        "not-in-project": _("You are not a member of a cloud project of %(products)s."),
        "out-of-scope": _("Your support admin role does not cover %(products)s."),
    }[kind]


def _tell(row: Entitlement) -> str:
    """The product, with the day that matters."""
    product = row.product.name
    if row.state == State.EXPIRED and row.ends_on:
        return _("%(product)s (until %(day)s)") % {
            "product": product,
            "day": date_format(row.ends_on),
        }
    if row.state == State.FUTURE:
        return _("%(product)s (from %(day)s)") % {
            "product": product,
            "day": date_format(row.starts_on),
        }
    return product


def _never_entitled(actor: Actor, product: Product | None) -> Cause:
    names = {"organization": actor.organization, "product": product}
    reason = (
        _("%(organization)s has no entitlement to %(product)s.")
        if product
        else _("%(organization)s has no entitlement to support.")
    )
    return Cause("no-entitlement", reason % names)
