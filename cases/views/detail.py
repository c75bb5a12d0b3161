"""The page of a case, and what is said on it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from cases import actions, policy
from cases.audience import who_sees_case
from cases.calls import shown_call
from cases.forms import CommentForm
from cases.lifecycle import Verb
from cases.links import links_of
from cases.models import Case
from cases.models.escalation import escalation_of
from cases.news import News
from cases.response import Response
from cases.timeline import Timeline, timeline
from cases.versions import answer_version, seen_by
from cases.views.finding import find
from cases.views.refused import keep
from orgs.actor import Actor, ActorRequest, requires
from orgs.roles import Capability
from portal.keyset import CursorError
from portal.problems import Conflict, Unprocessable
from sharedaccess.doors import organizations_to_file_in


@requires()
@require_safe
def detail(request: ActorRequest, number: int) -> HttpResponse:
    return _show(request, find(request, number))


@requires()
@require_safe
def version(request: ActorRequest, number: int) -> HttpResponse:
    """Whether the page still shows the case as it is: asked time and again, it costs little."""
    rows = Case.objects.visible_to(request.actor).filter(pk=number)
    now = rows.values_list("version", flat=True).first()
    if now is None:
        raise Http404
    return answer_version(request, str(now))


@requires()
@require_http_methods(["GET", "POST"])
def create_comment(request: ActorRequest, number: int) -> HttpResponse:
    """After a refusal this address stays in the browser: asked for, it leads to the case."""
    case = find(request, number)
    if request.method != "POST":
        return redirect(case)
    form = CommentForm(request.POST, request.FILES)
    try:
        return _add(request, case, form)
    except Conflict as refusal:
        case = find(request, number)
        kept = keep(request.actor, case, form["body"].value() or "")
        return _show(request, case, status=409, refusal=refusal, kept=kept)
    except Unprocessable as refusal:
        form.add_error(None, str(refusal))
        return _show(request, case, form, status=422)


def _add(request: ActorRequest, case: Case, form: CommentForm) -> HttpResponse:
    """Words overwrite nothing: they are taken from a page of any age, which is told its news."""
    policy.demand_comment(request.actor, case)
    if not form.is_valid():
        return _show(request, case, form, status=422)
    seen = form.cleaned_data.pop("version")
    comment = actions.add_comment(actor=request.actor, case=case, **form.cleaned_data)
    query = {"new": comment.pk} | ({"since": seen} if seen and seen < case.version else {})
    return redirect(f"{case.get_absolute_url()}?{urlencode(query)}#comment-{comment.pk}")


def _show(
    request: ActorRequest,
    case: Case,
    form: CommentForm | None = None,
    *,
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    actor = request.actor
    form = form or CommentForm(initial={"version": case.version})
    news = News(case, actor.user, seen_by(request))
    context = {
        "case": case,
        "response": Response(case),
        "timeline": _timeline(case, request.GET.get("after", ""), news),
        "news": news,
        "links": links_of(actor, case),
        "new": request.GET.get("new", ""),
        "form": form if policy.may_comment(actor, case) else None,
        "call": shown_call(case),
        **_people(actor, case),
        **_ways_on(actor, case),
        **told,
    }
    return render(request, "cases/detail.html", context, status=status)


def _timeline(case: Case, after: str, news: News) -> Timeline:
    try:
        return timeline(case, after=after, news=news)
    except CursorError:
        return timeline(case, news=news)


def _people(actor: Actor, case: Case) -> dict[str, Any]:
    """Who watches, and who can see the case (CASE-3, CASE-7)."""
    readers = who_sees_case(case)
    manages = policy.may_manage_watchers(actor, case)
    return {
        "readers": readers,
        "watchers": [reader for reader in readers if reader.watches or reader.watches_all],
        "hearing": next((one for one in readers if one.user == actor.user), None),
        "may_manage_watchers": manages,
        "may_look_back": actor.can(Capability.SEE_AUDIT),
        "own_watch": None if manages else case.watchers.filter(user=actor.user).first(),
    }


def _ways_on(actor: Actor, case: Case) -> dict[str, Any]:
    """Close, reopen, escalate, or why not (CASE-5, CASE-6, SLA-4, ENT-6)."""
    may_reopen = policy.find_rule(actor, case, Verb.REOPEN) is not None
    may_escalate, why_not_escalate = policy.may_escalate(actor, case)
    return {
        "may_close": policy.find_rule(actor, case, Verb.CLOSE) is not None,
        "may_reopen": may_reopen,
        "may_refile": lambda: _may_refile(actor, case),
        "may_follow_up": policy.may_follow_up(actor, case),
        "why_not_reopen": None if may_reopen else policy.reopen_refusal(actor, case),
        "may_escalate": may_escalate,
        "why_not_escalate": why_not_escalate,
        "escalation": escalation_of(case),
    }


def _may_refile(actor: Actor, case: Case) -> bool:
    """Asked by the template, of those only who belong to several organizations: three queries."""
    may = actions.may_refile(actor, case)
    return may and bool(organizations_to_file_in(actor.user, besides=case.organization))
