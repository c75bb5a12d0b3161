"""Refiles a case that belongs to another organization (ENT-8)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.actions.base import STALE
from cases.links import Kind, links_of, with_links
from cases.models import Case
from cases.news import News
from cases.versions import seen_by
from cases.wizard.refiling import Refiling
from cases.wizard.views.gate import refuse
from orgs.actor import ActorRequest, requires
from portal.problems import Conflict, NotAllowed, Unprocessable
from sharedaccess.doors import decide_for, organizations_to_file_in


@requires()
@require_http_methods(["GET", "POST"])
def refiling(request: ActorRequest, number: int) -> HttpResponse:
    """Where to, and who gains and who loses sight of it; then do it. What is done leads there."""
    case = _find(request, number)
    for link in links_of(request.actor, case):
        if link.kind == Kind.REFILED_AS:
            return redirect(link.other)
    actions.demand_refile(request.actor, case)
    places = organizations_to_file_in(request.user, besides=case.organization)
    if not places:
        reason = _("There is no other organization in which you can file a case now.")
        raise NotAllowed(reason, code="no-other-organization")
    is_posted = request.method == "POST"
    asked = Refiling(case, places, request.POST if is_posted else request.GET, is_posted=is_posted)
    if asked.actor and asked.product:
        decision = decide_for(asked.actor, asked.product.product)
        if not decision.allowed:
            return refuse(request, decision)
    return _refile(request, asked) if is_posted else _show(request, asked)


def _refile(request: ActorRequest, asked: Refiling) -> HttpResponse:
    if not (asked.is_placed and asked.organization and asked.form.is_valid()):
        return _show(request, asked, status=422)
    asked.case.version = seen_by(request) or asked.case.version
    try:
        case = actions.refile(
            actor=request.actor, case=asked.case, into=asked.organization, new=asked.new
        )
    except Conflict as refusal:
        if refusal.code != STALE:
            raise
        asked.case.refresh_from_db(fields=["version"])
        return _show(request, asked, status=409, refusal=refusal)
    except (Unprocessable, ValidationError) as refusal:
        words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        asked.form.add_error(None, words)
        return _show(request, asked, status=422)
    messages.success(
        request,
        _("%(old)s is closed, and goes on as this case of %(organization)s.")
        % {"old": asked.case.number, "organization": asked.organization},
    )
    return redirect(case)


def _show(
    request: ActorRequest, asked: Refiling, *, status: int = 200, refusal: Conflict | None = None
) -> HttpResponse:
    case = asked.case
    context = {
        "case": case,
        "asked": asked,
        "form": asked.form if asked.is_placed else None,
        "news": News(case, request.user, seen_by(request)),
        "refusal": refusal,
        "comments": case.comments.count(),
        "files": case.attachments.filter(is_internal=False).count(),
    }
    return render(request, "cases/wizard/refiling.html", context, status=status)


def _find(request: ActorRequest, number: int) -> Case:
    cases = with_links(Case.objects.visible_to(request.actor).defer("search"), request.actor)
    related = ("product", "project", "team", "requester", "issue_type", "issue_reason")
    case = get_object_or_404(cases.select_related(*related), pk=number)
    case.organization = request.actor.organization
    return case
