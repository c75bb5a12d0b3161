"""Check my access, and the two ways to more of it (ACC-1, ROLE-3)."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from orgs import actions
from orgs.access import Facts, vendor_desk, walk
from orgs.access.decision import TITLES
from orgs.actor import ActorRequest, requires
from orgs.forms import ProductChoice
from orgs.models import Membership
from orgs.roles import Capability, Role
from orgs.views.redirects import back


class AccessRequest(ActorRequest):
    """The middleware has gathered the facts of the decision as well."""

    facts: Facts


@requires()
@require_safe
def access(request: AccessRequest) -> HttpResponse:
    """Every gate in front of a new case, with its answer; the last two for the product chosen."""
    form = ProductChoice(request.GET, organization=request.actor.organization)
    product = form.cleaned_data["product"] if form.is_valid() else None
    answers = walk(replace(request.facts, product=product))
    refused = [decision for _gate, decision in answers if decision and not decision.allowed]
    context = {
        "form": form,
        "product": product,
        "gates": [(TITLES[gate], decision) for gate, decision in answers],
        "decision": next(iter(refused), None),
    }
    return render(request, "orgs/access.html", context)


@requires()
@require_POST
def request_access(request: ActorRequest) -> HttpResponse:
    """Ask those who decide; the page returned to says so by name."""
    actor = request.actor
    if actor.can(Capability.OPEN_CASE):
        messages.info(request, _("You may use support here already."))
    elif asked := actions.request_access(actor=actor):
        names = get_text_list([str(person) for person in asked], _("and"))
        messages.success(request, _("Your request went to %(names)s by mail.") % {"names": names})
    else:
        desk = vendor_desk()
        sorry = _("There is nobody to ask yet. Write to %(name)s: %(email)s")
        messages.warning(request, sorry % desk._asdict())
    return back(request, "orgs:access", actor.organization.slug)


@requires(Capability.ASSIGN_ROLES)
@require_POST
def take_support(request: ActorRequest) -> HttpResponse:
    """A system admin gives the support admin role to themself (matrix, note 1)."""
    actor = request.actor
    membership = get_object_or_404(Membership, organization=actor.organization, user=actor.user)
    actions.assign_role(actor=actor, membership=membership, role=Role.SUPPORT_ADMIN)
    messages.success(request, _("You are a support admin now."))
    return back(request, "orgs:access", actor.organization.slug)
