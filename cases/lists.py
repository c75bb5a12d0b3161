"""What a list of cases can be narrowed to and sorted by (LIST-1 to LIST-3)."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from cases.lifecycle import ENDED, OPEN, WAITING_FOR_CUSTOMER, Status
from cases.models import Case
from cases.models.wall import CaseQuerySet
from cases.search import matching, relevance
from orgs.actor import Actor
from orgs.models import Product
from portal.keyset import Key

PAGE_SIZE = 25
DEFAULT_SORT = "-activity"
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Where an ongoing case stands among those sorted by their closing."""

COLUMNS = {
    "opened": F("opened_at"),
    "closed": Coalesce("closed_at", Value(NEVER)),
    "activity": F("last_activity_at"),
    "priority": F("priority"),
}
SORTS = [sign + name for name in COLUMNS for sign in ("-", "")]
BEST_FIRST = "relevance"
"""The sort of a search, unless another is asked for."""

STATUSES: dict[str, frozenset[Status]] = {
    "open": OPEN,
    "waiting": WAITING_FOR_CUSTOMER,
    "ended": ENDED,
    **{status.value: frozenset({status}) for status in Status},
}
"""What the filter `status` means."""

SHOWN = [
    *("title", "status", "priority", "opened_at", "closed_at", "last_activity_at"),
    *("first_response_due_at", "first_responded_at"),
    *("product__name", "requester__first_name", "requester__last_name", "requester__email"),
]


def sorted_by(sort: str, text: str = "") -> Key:
    """The key of one of `SORTS`, or of `BEST_FIRST` for a text that is searched."""
    if sort == BEST_FIRST:
        return Key(relevance(text), read=int, write=int)
    name, falls = sort.removeprefix("-"), sort.startswith("-")
    if name == "priority":
        return Key(COLUMNS[name], falls, read=int, write=int)
    return Key(COLUMNS[name], falls)


def cases_for(actor: Actor, wanted: Mapping[str, str]) -> CaseQuerySet:
    """The visible cases of a scope, narrowed by status, product, priority and words if given."""
    cases = matching(actor, wanted["q"]) if wanted["q"] else Case.objects.visible_to(actor)
    if wanted["scope"] == "mine":
        cases = cases.filter(requester=actor.user)
    if wanted["scope"] == "watched":
        cases = cases.watched_by(actor.user)
    if wanted["status"]:
        cases = cases.filter(status__in=STATUSES[wanted["status"]])
    if wanted["product"]:
        cases = cases.filter(product=int(wanted["product"]))
    if wanted["priority"]:
        cases = cases.filter(priority=int(wanted["priority"]))
    return cases.select_related("product", "requester").only(*SHOWN)


def products_seen_by(actor: Actor) -> QuerySet[Product]:
    """Those of the cases that the actor sees: what the filter offers."""
    visible = Case.objects.visible_to(actor)
    return Product.objects.filter(pk__in=visible.values("product")).order_by("name")
