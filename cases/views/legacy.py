"""Historical cases: to be read, and followed up (LIST-6)."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.forms import LegacyFilters
from cases.legacy import SORTS, legacy_cases_for
from cases.links import follow_ups
from cases.lists import PAGE_SIZE
from cases.models import LegacyCase
from cases.views.lists import heading
from orgs.actor import Actor, ActorRequest, requires
from orgs.roles import Capability
from portal.keyset import Page, turn_to

MAX_COMMENTS = 500
"""So many are shown; a case of the previous system has far fewer."""


@requires(Capability.VIEW_ORG_CASES)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """Whose role covers chosen products only sees none, and is told why."""
    filters = LegacyFilters(request.GET)
    page, notes = _page(request.actor, filters, request.GET)
    sort = filters.wanted["sort"]
    context = {
        "page": page,
        "notes": notes,
        "wanted": filters.wanted,
        "opened": heading(_("Opened"), "-opened", sort),
        "closed": heading(_("Closed"), "-closed", sort),
        "is_scoped": request.actor.products is not None,
    }
    return render(request, "cases/legacy/index.html", context)


@requires(Capability.VIEW_ORG_CASES)
@require_safe
def detail(request: ActorRequest, reference: str) -> HttpResponse:
    actor = request.actor
    rows = LegacyCase.objects.visible_to(actor).defer("search")
    legacy = get_object_or_404(rows, reference=reference)
    legacy.organization = actor.organization
    context = {
        "legacy": legacy,
        "comments": legacy.comments.all()[:MAX_COMMENTS],
        "links": follow_ups(actor, legacy),
        "may_follow_up": actor.can(Capability.OPEN_CASE),
    }
    return render(request, "cases/legacy/detail.html", context)


def _page(
    actor: Actor, filters: LegacyFilters, query: Mapping[str, str]
) -> tuple[Page[LegacyCase], list[str]]:
    """The page asked for, and in words what of the question was left out."""
    notes = [_("Unknown filter, left out: %(name)s.") % {"name": name} for name in filters.ignored]
    rows, key = legacy_cases_for(actor, filters.wanted["q"]), SORTS[filters.wanted["sort"]]
    page, more = turn_to(rows, key, query, size=PAGE_SIZE)
    return page, notes + more
