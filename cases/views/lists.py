"""My cases, and my organization's cases."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.forms import CaseFilters
from cases.lists import PAGE_SIZE, cases_for, products_seen_by, sorted_by
from cases.models import Case, LegacyCase
from orgs.actor import Actor, ActorRequest, requires
from orgs.roles import Capability
from portal.keyset import CursorError, Page, cut


class Heading(NamedTuple):
    """A column that sorts: what its link asks for, and for readers how it is sorted now."""

    label: str
    sort: str
    state: str = ""


@requires(Capability.VIEW_ORG_CASES, Capability.FOLLOW_CASES)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    products = list(products_seen_by(request.actor))
    filters = CaseFilters(request.GET, products=products)
    page, notes = _page(request.actor, filters, request.GET)
    context = {
        "page": page,
        "notes": notes,
        "wanted": filters.wanted,
        "form": CaseFilters(initial=filters.wanted, products=products),
        "set_filters": filters.set_filters,
        "headings": _headings(filters.wanted["sort"]),
        "has_legacy": LegacyCase.objects.visible_to(request.actor).exists(),
    }
    return render(request, "cases/index.html", context)


def _page(
    actor: Actor, filters: CaseFilters, query: Mapping[str, str]
) -> tuple[Page[Case], list[str]]:
    """The page asked for, and in words what of the question was left out."""
    notes = [_("Unknown filter, left out: %(name)s.") % {"name": name} for name in filters.ignored]
    cases = cases_for(actor, filters.wanted)
    key = sorted_by(filters.wanted["sort"])
    cursors = {name: query.get(name, "") for name in ("after", "before")}
    try:
        page = cut(cases, key, size=PAGE_SIZE, **cursors)
    except CursorError:
        notes.append(_("The page is unknown; this is the first one."))
        page = Page()
    if not page.rows and any(cursors.values()):
        page = cut(cases, key, size=PAGE_SIZE)
    return page, notes


def _headings(sort: str) -> dict[str, Heading]:
    """The columns that sort: the most urgent or the latest first, a second click turns it round."""
    first = {
        "priority": _("Priority"),
        "-opened": _("Opened"),
        "-closed": _("Closed"),
        "-activity": _("Last activity"),
    }
    return {way.lstrip("-"): heading(label, way, sort) for way, label in first.items()}


def heading(label: str, first: str, sort: str) -> Heading:
    name = first.lstrip("-")
    if sort.lstrip("-") != name:
        return Heading(label, first)
    other = name if sort.startswith("-") else f"-{name}"
    return Heading(label, other, "descending" if sort.startswith("-") else "ascending")
