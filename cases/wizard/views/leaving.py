"""The ways out: a case was filed, an article solved it, or the draft is thrown away."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases import actions
from cases.calls import shown_call
from cases.models import Case, CaseDraft, EndedDraft
from cases.response import Response
from cases.wizard.endings import Way, discard
from cases.wizard.fields import is_key
from cases.wizard.views.gate import redirect_to_case
from knowledge.models import Article, HotlineNumber
from orgs.actor import Actor, ActorRequest, requires
from orgs.roles import Capability


@requires(Capability.VIEW_ORG_CASES, Capability.FOLLOW_CASES)
@require_safe
def submitted(request: ActorRequest, number: int) -> HttpResponse:
    """The number, what happens next and when; for the requester (WIZ-13)."""
    own = Case.objects.visible_to(request.actor).filter(requester=request.actor.user)
    cases = own.select_related("organization", "product", "team", "contact_slot").defer("search")
    case = get_object_or_404(cases, pk=number)
    context = {
        "case": case,
        "response": Response(case),
        "call": shown_call(case),
        "watchers": [watcher.user for watcher in case.watchers.select_related("user")],
        "hotline": HotlineNumber.objects.filter(region=case.organization.region),
    }
    return render(request, "cases/wizard/submitted.html", context)


@requires(Capability.OPEN_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def draft_removal(request: ActorRequest, draft: uuid.UUID) -> HttpResponse:
    """Ask, then throw the draft away with its files."""
    if request.method != "POST":
        found = get_object_or_404(CaseDraft.objects.owned_by(request.actor), pk=draft)
        return render(request, "cases/wizard/discard.html", {"draft": found})
    with transaction.atomic():
        held = _hold(request.actor, draft)
        if held is None:
            return redirect_to_case(request, draft)
        discard(held)
    messages.success(request, _("The draft is gone."))
    return redirect("cases:start", request.actor.organization.slug)


@requires(Capability.OPEN_CASE)
@require_POST
@transaction.atomic
def solved(request: ActorRequest, draft: uuid.UUID) -> HttpResponse:
    """An article answered the question: counted once, and no case is needed (WIZ-8)."""
    actor = request.actor
    found = _hold(actor, draft)
    if found is None:  # a second click
        solved_before = EndedDraft.objects.filter(way=Way.ARTICLE, organization=actor.organization)
        get_object_or_404(solved_before, draft=draft)
        return redirect("cases:summary", actor.organization.slug)
    shown = filter(is_key, request.POST.getlist("article")[:5])
    readable = Article.objects.readable_by(actor.user).filter(pk__in=shown)
    found.suggested += [article.pk for article in readable.only("pk")]
    discard(found, Way.ARTICLE)
    messages.success(request, _("Good to hear that it is solved. No case was filed."))
    return redirect("cases:summary", actor.organization.slug)


@requires(Capability.OPEN_CASE)
@require_POST
@transaction.atomic
def watch_instead(request: ActorRequest, draft: uuid.UUID, number: int) -> HttpResponse:
    """Watch an open case rather than file another. The draft stays: nothing typed is lost (WIZ-8).

    A second click finds the watcher there.
    """
    actor = request.actor
    case = get_object_or_404(Case.objects.visible_to(actor).defer("search"), pk=number)
    found = _hold(actor, draft)
    if found is None:
        return redirect_to_case(request, draft)
    case.organization = actor.organization
    actions.watch(actor=actor, case=case, email=actor.user.email)
    found.is_spared = True
    found.save(update_fields=["is_spared"])
    words = _("You watch %(case)s now. What you typed is kept as a draft for 30 days.")
    messages.success(request, words % {"case": case.number})
    return redirect(case)


def _hold(actor: Actor, draft: uuid.UUID) -> CaseDraft | None:
    """Held, as a submission in another tab may be handing its files over to the case."""
    mine = CaseDraft.objects.owned_by(actor).select_for_update(of=("self",))
    return mine.filter(pk=draft).first()
