"""The page of a case, and what is said on it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases import actions, policy
from cases.audience import who_sees_case
from cases.forms import CommentForm
from cases.lifecycle import Verb
from cases.models import Case
from cases.response import Response
from cases.timeline import Timeline, timeline
from cases.views.finding import find
from orgs.actor import Actor, ActorRequest, requires
from portal.keyset import CursorError
from portal.problems import Unprocessable


@requires()
@require_safe
def detail(request: ActorRequest, number: int) -> HttpResponse:
    return _show(request, find(request, number), CommentForm())


@requires()
@require_http_methods(["GET", "POST"])
def create_comment(request: ActorRequest, number: int) -> HttpResponse:
    """After a refusal this address stays in the browser: asked for, it leads to the case."""
    case = find(request, number)
    if request.method != "POST":
        return redirect(case)
    policy.demand_comment(request.actor, case)
    form = CommentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, case, form, status=422)
    try:
        comment = actions.add_comment(actor=request.actor, case=case, **form.cleaned_data)
    except Unprocessable as refusal:
        form.add_error(None, str(refusal))
        return _show(request, case, form, status=422)
    return redirect(f"{case.get_absolute_url()}?new={comment.pk}#comment-{comment.pk}")


def _show(
    request: ActorRequest, case: Case, form: CommentForm, *, status: int = 200
) -> HttpResponse:
    actor = request.actor
    context = {
        "case": case,
        "response": Response(case),
        "timeline": _timeline(case, request.GET.get("after", "")),
        "new": request.GET.get("new", ""),
        "form": form if policy.may_comment(actor, case) else None,
        **_people(actor, case),
        **_ways_on(actor, case),
    }
    return render(request, "cases/detail.html", context, status=status)


def _timeline(case: Case, after: str) -> Timeline:
    try:
        return timeline(case, after=after)
    except CursorError:
        return timeline(case)


def _people(actor: Actor, case: Case) -> dict[str, Any]:
    """Who watches, and who can see the case (CASE-3, CASE-7)."""
    readers = who_sees_case(case)
    manages = policy.may_manage_watchers(actor, case)
    return {
        "readers": readers,
        "watchers": [reader for reader in readers if reader.watches or reader.watches_all],
        "hearing": next((one for one in readers if one.user == actor.user), None),
        "may_manage_watchers": manages,
        "own_watch": None if manages else case.watchers.filter(user=actor.user).first(),
    }


def _ways_on(actor: Actor, case: Case) -> dict[str, Any]:
    """Close, or reopen, or why not (CASE-5, CASE-6, ENT-6)."""
    may_reopen = policy.find_rule(actor, case, Verb.REOPEN) is not None
    return {
        "may_close": policy.find_rule(actor, case, Verb.CLOSE) is not None,
        "may_reopen": may_reopen,
        "why_not_reopen": "" if may_reopen else policy.reopen_refusal(actor, case),
    }
