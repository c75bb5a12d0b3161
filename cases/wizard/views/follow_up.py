"""Begins a follow-up: of a case, or of a historical one (CASE-4, LIST-6)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import policy
from cases.models import Case, LegacyCase
from cases.wizard.follow_up import Given, answers_of, answers_of_legacy
from cases.wizard.steps import Step
from cases.wizard.views.gate import refuse
from cases.wizard.wizard import begin
from orgs.actor import ActorRequest, requires
from orgs.models import Product
from orgs.roles import Capability
from sharedaccess.doors import decide_for


@requires()
@require_http_methods(["GET", "POST"])
def follow_up(request: ActorRequest, number: int) -> HttpResponse:
    """Says what a follow-up is; the button begins its draft. Who may not, or not now, is told."""
    actor = request.actor
    cases = Case.objects.visible_to(actor).defer("search").select_related("product", "project")
    case = get_object_or_404(cases, pk=number)
    case.organization = actor.organization
    policy.demand_follow_up(actor, case)
    given = answers_of(actor, case)
    known = [case.product, case.project]
    return _begin(request, given, known, product=case.product, follow_up_of=case)


@requires(Capability.VIEW_ORG_CASES)
@require_http_methods(["GET", "POST"])
def legacy_follow_up(request: ActorRequest, reference: str) -> HttpResponse:
    """Likewise; the product is chosen in the wizard, where no entitled one has its name."""
    rows = LegacyCase.objects.visible_to(request.actor).defer("search")
    legacy = get_object_or_404(rows, reference=reference)
    legacy.organization = request.actor.organization
    given = answers_of_legacy(request.actor, legacy)
    known = [legacy.product_name if given[Step.ISSUE] else ""]
    return _begin(request, given, known, follow_up_of_legacy=legacy)


def _begin(
    request: ActorRequest,
    given: Given,
    known: list[Any],
    *,
    product: Product | None = None,
    **original: Any,
) -> HttpResponse:
    decision = decide_for(request.actor, product)
    if not decision.allowed:
        return refuse(request, decision)
    if request.method == "POST":
        draft = begin(request.actor, given, **original)
        return redirect("cases:step", request.actor.organization.slug, draft.pk, Step.TYPE)
    (thing,) = original.values()
    filled = [*map(str, filter(None, known)), *([_("contact")] if given.get(Step.CONTACT) else [])]
    context = {
        "original": thing,
        "reference": thing.number if isinstance(thing, Case) else thing.reference,
        "filled": filled,
    }
    return render(request, "cases/wizard/follow_up.html", context)
