"""What stands before every page of a draft: it is the actor's own, and the right to file holds."""

import uuid
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.models import Case, CaseDraft
from cases.wizard.files import UploadForm
from cases.wizard.offer import find_draft
from cases.wizard.steps import Step
from cases.wizard.wizard import Wizard
from orgs.access import Decision
from orgs.actor import ActorRequest, requires
from orgs.roles import Capability
from sharedaccess.doors import decide_for

View = Callable[..., HttpResponse]


def wizard_page(view: View) -> View:
    """Give the view the wizard of the draft in the address (WIZ-11).

    A POST holds the row, so that a double click waits, and notes what was typed before anything
    is refused. Files are kept before, as a slow storage would hold up others. Who comes back to a
    draft that became a case is led to the case (WIZ-12).
    """

    @requires(Capability.OPEN_CASE)
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(
        request: ActorRequest, draft: uuid.UUID, step: Step = Step.ISSUE, **kwargs: Any
    ) -> HttpResponse:
        writes = request.method == "POST"
        uploads = _keep_files(request, draft)
        with transaction.atomic() if writes else nullcontext():
            found = find_draft(request.actor, draft, lock=writes)
            if found is None:
                return redirect_to_case(request, draft)
            wizard = Wizard(request.actor, found, uploads)
            if writes:
                wizard.take(step, request.POST)
            response = _refusal(request, wizard) or view(request, wizard, step, **kwargs)
            if writes and found.pk:
                wizard.save()
            return response

    return page


def frame(wizard: Wizard, step: Step) -> dict[str, Any]:
    """What the page of every step shows around it: no banner, as the step that chooses the product
    tells of its incidents (HOME-6)."""
    return {"wizard": wizard, "step": step, "back": wizard.back(step), "banner": None}


def refuse(request: ActorRequest, decision: Decision, wizard: Wizard | None = None) -> HttpResponse:
    """The page that explains a refusal, and says that the draft stays."""
    context = {"decision": decision, "draft": wizard and wizard.draft}
    return render(request, "cases/wizard/refused.html", context, status=403)


def redirect_to_case(request: ActorRequest, submission: uuid.UUID) -> HttpResponse:
    """Raises Http404 where no case of the actor came out of it."""
    cases = Case.objects.visible_to(request.actor).filter(requester=request.actor.user)
    case = cases.only("pk").filter(submission=submission).first()
    if case is None:
        raise Http404
    return redirect("cases:submitted", request.actor.organization.slug, case.number)


def _keep_files(request: ActorRequest, pk: uuid.UUID) -> UploadForm:
    """The right comes first for files too. What is too late is told by the draft, which is gone."""
    form, uploads = UploadForm.empty(), request.FILES.getlist("files")
    draft = CaseDraft.objects.owned_by(request.actor).filter(pk=pk).first() if uploads else None
    if draft and decide_for(request.actor).allowed:
        form.keep(request.user, draft, uploads)
    return form


def _refusal(request: ActorRequest, wizard: Wizard) -> HttpResponse | None:
    decision = decide_for(request.actor)
    return None if decision.allowed else refuse(request, decision, wizard)
