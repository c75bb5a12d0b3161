"""Bringing a case to the managers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases import actions, policy
from cases.forms import EscalationForm
from cases.models import Case
from cases.views.finding import find
from cases.views.refused import keep
from orgs.actor import ActorRequest, requires
from portal.problems import Conflict


@requires()
@require_http_methods(["GET", "POST"])
def escalation(request: ActorRequest, number: int) -> HttpResponse:
    """Ask whether to escalate, then do (SLA-5); who may not, or not yet, is told why."""
    case = find(request, number)
    form = EscalationForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        policy.demand_escalation(request.actor, case)
        return _show(request, case, form, status=422 if form.errors else 200)
    try:
        actions.escalate(actor=request.actor, case=case, **form.cleaned_data)
    except Conflict as refusal:
        case = find(request, number)
        kept = keep(request.actor, case, form.cleaned_data["details"])
        return _show(request, case, form, status=409, refusal=refusal, kept=kept)
    return redirect(case)


def _show(
    request: ActorRequest, case: Case, form: EscalationForm, *, status: int, **told: Any
) -> HttpResponse:
    """After a conflict with the words kept (CASE-8)."""
    context = {"case": case, "form": form, **told}
    return render(request, "cases/escalate.html", context, status=status)
