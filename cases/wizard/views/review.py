"""The last step: look at everything once more, and submit (WIZ-4)."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.audience import who_sees
from cases.wizard.steps import FORMS, Step
from cases.wizard.views.gate import frame, refuse
from cases.wizard.wizard import Wizard
from orgs.actor import ActorRequest
from portal.problems import NotAllowed, Unprocessable


def review(request: ActorRequest, wizard: Wizard, form: forms.Form | None = None) -> HttpResponse:
    """Everything filled in, who will see it, who gets mail, when the first answer comes."""
    answers = wizard.values
    readers = who_sees(
        request.actor.organization,
        answers["product"],
        priority=answers["priority"],
        requester=request.actor.user,
        watchers=answers["watchers"],
    )
    context = frame(wizard, Step.REVIEW) | {
        "form": form,
        "sections": [(step, wizard.address(step), wizard.judged(step).review) for step in FORMS],
        "readers": readers,
        "team": answers["product"].team,
        "promise": wizard.offer.promise(answers["priority"]),
    }
    status = 422 if form else 200
    return render(request, "cases/wizard/review.html", context, status=status)


def submit(request: ActorRequest, wizard: Wizard) -> HttpResponse:
    """File the case. What lapsed since the steps were answered is refused in words."""
    try:
        case = wizard.submit()
    except NotAllowed as refusal:
        if refusal.decision is None:
            raise
        return refuse(request, refusal.decision, wizard)
    except (Unprocessable, ValidationError) as refusal:
        return review(request, wizard, _wrong(refusal))
    return redirect("cases:submitted", request.actor.organization.slug, case.number)


def _wrong(refusal: Unprocessable | ValidationError) -> forms.Form:
    """A form without fields that says what is wrong on top of the page."""
    form = forms.Form({})
    words = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
    form.add_error(None, words)
    return form
