"""Who could see a case at a moment gone by, for those who answer for the organization."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.moments import then
from cases.views.finding import find
from orgs.actor import ActorRequest, requires
from orgs.roles import Capability


@requires(Capability.SEE_AUDIT)
@require_safe
def readers(request: ActorRequest, number: int) -> HttpResponse:
    case = find(request, number)
    return render(request, "cases/readers.html", then(case, request.GET))
