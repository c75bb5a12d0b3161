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
from cases.models import Case
from cases.news import News
from cases.versions import seen_by
from cases.views.finding import find
from cases.views.refused import keep
from orgs.actor import ActorRequest, requires
from portal.problems import Conflict


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
    form = ReasonForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        policy.demand(request.actor, case, verb)
        return _show(request, case, verb, form)
    try:
        act(actor=request.actor, case=case, **form.cleaned_data)
    except Conflict as refusal:
        return _tell(request, find(request, number), verb, form, refusal)
    messages.success(request, done)
    return redirect(case)


def _show(
    request: ActorRequest, case: Case, verb: Verb, form: ReasonForm | None, **told: Any
) -> HttpResponse:
    """With what happened since the page that led here, so that nobody decides on old news."""
    form = form or ReasonForm(initial={"version": case.version})
    news = News(case, request.actor.user, seen_by(request))
    status = 409 if told else 422 if form.errors else 200
    context = {"case": case, "form": form, "news": news, **told}
    return render(request, f"cases/{verb}.html", context, status=status)


def _tell(
    request: ActorRequest, case: Case, verb: Verb, form: ReasonForm, refusal: Conflict
) -> HttpResponse:
    """How the case stands now, with a second go where there is one, and the words kept (CASE-8)."""
    actor, words = request.actor, form.cleaned_data["reason"]
    if policy.find_rule(actor, case, verb):
        again = ReasonForm(initial={"reason": words, "version": case.version})
        return _show(request, case, verb, again, refusal=refusal)
    return _show(request, case, verb, None, refusal=refusal, kept=keep(actor, case, words))
