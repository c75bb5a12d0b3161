"""Bringing a case to the managers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases import actions, policy
from cases.forms import EscalationForm
from cases.views.finding import find
from orgs.actor import ActorRequest, requires


@requires()
@require_http_methods(["GET", "POST"])
def escalation(request: ActorRequest, number: int) -> HttpResponse:
    """Ask whether to escalate, then do (SLA-5); who may not, or not yet, is told why."""
    case = find(request, number)
    policy.demand_escalation(request.actor, case)
    form = EscalationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.escalate(actor=request.actor, case=case, **form.cleaned_data)
        return redirect(case)
    status = 422 if form.errors else 200
    return render(request, "cases/escalate.html", {"case": case, "form": form}, status=status)
