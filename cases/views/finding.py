"""Where every page about a case begins: at the wall."""

from django.shortcuts import get_object_or_404

from cases.links import with_links
from cases.models import Case
from orgs.actor import ActorRequest


def find(request: ActorRequest, number: int) -> Case:
    """The case, if the actor sees it. Raises Http404, the same as for one that never existed."""
    cases = with_links(Case.objects.visible_to(request.actor).defer("search"), request.actor)
    related = ("product", "project", "team", "requester", "issue_type", "issue_reason")
    case = get_object_or_404(cases.select_related(*related, "contact_slot"), pk=number)
    case.organization = request.actor.organization
    return case
