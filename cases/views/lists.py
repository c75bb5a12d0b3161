"""My cases, my organization's cases, and the cases of all organizations of a person."""

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.filters import CaseFilters
from cases.forms import ViewNameForm
from cases.views.listing import Listing
from orgs.actor import ActorRequest, UserRequest, requires
from orgs.roles import Capability
from portal.sheets import WRITERS


class Heading(NamedTuple):
    """A column that sorts: what its link asks for, and for readers how it is sorted now."""

    label: str
    sort: str
    state: str = ""


@requires(Capability.VIEW_ORG_CASES, Capability.FOLLOW_CASES)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    listing = Listing.of(request.actor, request.GET)
    filters, slug = listing.filters, request.actor.organization.slug
    context = listing.context(request.GET) | {
        "index_url": reverse("cases:index", args=[slug]),
        "exports": _exports(filters, "cases:export", slug),
        "headings": _headings(filters.wanted["sort"]),
        "naming": ViewNameForm(initial={"query": filters.query()}, auto_id="view-%s"),
    }
    return render(request, "cases/index.html", context)


@require_safe
def inbox(request: UserRequest) -> HttpResponse:
    """Open to all: who has no organization sees an empty one."""
    listing = Listing.anywhere(request.user, request.GET)
    context = listing.context(request.GET) | {
        "index_url": reverse("cases:inbox"),
        "exports": _exports(listing.filters, "cases:export-inbox"),
        "headings": _headings(listing.filters.wanted["sort"]),
        "is_inbox": True,
    }
    return render(request, "cases/inbox.html", context)


def _exports(filters: CaseFilters, name: str, *args: str) -> list[tuple[str, str]]:
    """The kinds of files with their addresses, for the list as it is filtered."""
    return [
        (kind.upper(), f"{reverse(name, args=[*args, kind])}?{filters.query()}") for kind in WRITERS
    ]


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
