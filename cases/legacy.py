"""The list of historical cases: what it is narrowed to, and sorted by (LIST-6)."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from cases.models import LegacyCase
from cases.models.case import NEVER
from cases.models.wall import LegacyCaseQuerySet
from orgs.actor import Actor
from portal import words
from portal.keyset import Key

DEFAULT_SORT = "-opened"
COLUMNS = {"opened": F("opened_at"), "closed": Coalesce("closed_at", Value(NEVER))}
SORTS = {
    sign + name: Key(column, falls=bool(sign))
    for name, column in COLUMNS.items()
    for sign in ("-", "")
}

SHOWN = [
    *("reference", "title", "status", "priority", "product_name", "requester_name"),
    *("opened_at", "closed_at"),
]


def legacy_cases_for(actor: Actor, text: str = "") -> LegacyCaseQuerySet:
    """Those that the actor sees; with a text those that it finds, by reference or by words."""
    rows = LegacyCase.objects.visible_to(actor)
    if text:
        found = rows.filter(search=words.query(text)).values("pk")
        rows = rows.filter(pk__in=found.union(rows.filter(reference=text.strip()).values("pk")))
    return rows.only(*SHOWN)
