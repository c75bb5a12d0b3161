"""The ways in: where one was last, and each organization by its own address."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from orgs.access import decide
from orgs.actor import Actor, ActorRequest, UserRequest, requires
from orgs.roles import Capability
from sharedaccess.doors import actor_at_start, facts
from sharedaccess.middleware import tell_of_loss


@require_safe
def entrance(request: UserRequest) -> HttpResponse:
    """To the organization used last; without any, a page that says what to do (ENT-14)."""
    actor = actor_at_start(request.user)
    if actor is None or actor.organization.pk != request.user.last_organization_id:
        tell_of_loss(request, request.user)
    if actor:
        return redirect(landing(actor))
    if request.user.is_staff:
        return redirect("admin:index")
    context = {"decision": decide(facts(request.user))}
    return render(request, "sharedaccess/no_organization.html", context)


@requires()
@require_safe
def organization(request: ActorRequest) -> HttpResponse:
    """What the picker links to."""
    return redirect(landing(request.actor))


def landing(actor: Actor) -> str:
    """The first page that is open to this person there; a partner is told where to go (ENT-7)."""
    if actor.organization.is_partner:
        page = "orgs:access"
    elif actor.can(Capability.VIEW_ORG_CASES):
        page = "cases:summary"
    elif actor.can(Capability.FOLLOW_CASES):
        page = "cases:index"
    else:
        page = "orgs:access"
    return reverse(page, args=[actor.organization.slug])
