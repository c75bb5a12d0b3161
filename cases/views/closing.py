"""Closing a case, and reopening it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions, policy
from cases.forms import ReasonForm
from cases.lifecycle import Verb
from cases.views.finding import find
from orgs.actor import ActorRequest, requires


@requires()
@require_http_methods(["GET", "POST"])
def closure(request: ActorRequest, number: int) -> HttpResponse:
    """Ask whether to close, then close (CASE-5)."""
    return _ask(request, number, Verb.CLOSE, actions.close, _("The case is closed."))


@requires()
@require_http_methods(["GET", "POST"])
def reopening(request: ActorRequest, number: int) -> HttpResponse:
    """Ask what is left to do, then reopen (CASE-6)."""
    return _ask(request, number, Verb.REOPEN, actions.reopen, _("The case is open again."))


def _ask(
    request: ActorRequest, number: int, verb: Verb, act: Callable[..., Any], done: str
) -> HttpResponse:
    """The form with the optional reason; who may not, or not now, does not even see it."""
    case = find(request, number)
    policy.demand(request.actor, case, verb)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act(actor=request.actor, case=case, **form.cleaned_data)
        messages.success(request, done)
        return redirect(case)
    status = 422 if form.errors else 200
    return render(request, f"cases/{verb}.html", {"case": case, "form": form}, status=status)
