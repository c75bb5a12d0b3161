"""What goes on, for the people of one organization (HOME-6)."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from knowledge.announcements import announcements_of, concerning
from knowledge.banner import dismiss
from orgs.actor import ActorRequest, requires
from orgs.views.redirects import back
from portal.keyset import Key, turn_to

PAGE_SIZE = 10
NEWEST_FIRST = Key(F("shown_from"))


@requires()
@require_safe
def announcements(request: ActorRequest) -> HttpResponse:
    """What goes on now, and what is resolved."""
    organization = request.actor.organization
    resolved = announcements_of(organization).resolved()
    page, notes = turn_to(resolved, NEWEST_FIRST, request.GET, size=PAGE_SIZE)
    context = {"current": concerning(organization), "page": page, "notes": notes}
    return render(request, "knowledge/announcements.html", context)


@requires()
@require_POST
def dismissal(request: ActorRequest, pk: int) -> HttpResponse:
    """Put the banner away in this browser, until there is news of it."""
    organization = request.actor.organization
    dismiss(request, get_object_or_404(announcements_of(organization), pk=pk))
    return back(request, "knowledge:announcements", organization.slug)
