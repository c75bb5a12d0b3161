"""The ways out: a case was filed, an article solved it, or the draft is thrown away."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.calls import shown_call
from cases.models import Case, CaseDraft, SolvedDraft
from cases.response import Response
from cases.wizard.fields import is_key
from cases.wizard.views.gate import redirect_to_case
from cases.wizard.wizard import discard
from knowledge.models import Article, HotlineNumber
from orgs.actor import ActorRequest, requires
from orgs.models import Product
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
    mine = CaseDraft.objects.owned_by(request.actor)
    if request.method != "POST":
        found = get_object_or_404(mine, pk=draft)
        return render(request, "cases/wizard/discard.html", {"draft": found})
    with transaction.atomic():
        # Held: a submission in another tab may be handing its files over to the case.
        held = mine.select_for_update(of=("self",)).filter(pk=draft).first()
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
    mine = CaseDraft.objects.owned_by(actor).select_for_update(of=("self",))
    found = mine.filter(pk=draft).first()
    if found is None:  # a second click
        get_object_or_404(SolvedDraft, draft=draft, organization=actor.organization)
        return redirect("cases:summary", actor.organization.slug)
    product = found.answers.get("issue", {}).get("product", "")
    row = SolvedDraft.objects.create(
        draft=draft,
        organization=actor.organization,
        product=Product.objects.filter(pk=product).first() if is_key(product) else None,
    )
    shown = filter(is_key, request.POST.getlist("article")[:5])
    row.articles.set(Article.objects.readable_by(actor.user).filter(pk__in=shown))
    discard(found)
    messages.success(request, _("Good to hear that it is solved. No case was filed."))
    return redirect("cases:summary", actor.organization.slug)
