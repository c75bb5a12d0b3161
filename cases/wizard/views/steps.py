"""The four steps, and the files of the second."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cases.attachments import remove
from cases.wizard.related import NOTHING, Related, related
from cases.wizard.steps import IssueStep, Step, StepForm
from cases.wizard.views.gate import frame, wizard_page
from cases.wizard.views.review import review, submit
from cases.wizard.wizard import Wizard
from orgs.actor import ActorRequest


@wizard_page
def step(request: ActorRequest, wizard: Wizard, step: Step) -> HttpResponse:
    """Show a step, or take its answers; too far ahead leads to the first incomplete one."""
    is_posted = request.method == "POST"
    if not wizard.may_show(step):
        return redirect(wizard.address(wizard.current))
    if step == Step.REVIEW:
        return submit(request, wizard) if is_posted else review(request, wizard)
    if is_posted:
        return _answer(request, wizard, step)
    return _show(request, wizard, step, wizard.form(step, bound=step in wizard.draft.answered))


@wizard_page
def upload(request: ActorRequest, wizard: Wizard, step: Step) -> HttpResponse:
    """The files are kept by now (WIZ-9). Asked for, the address leads to the step."""
    if wizard.uploads.errors:
        form = wizard.form(step, bound="judged" in request.POST)
        return _show(request, wizard, step, form, status=422)
    return redirect(wizard.address(step) + "#attachments")


@wizard_page
def removal(request: ActorRequest, wizard: Wizard, step: Step, file: uuid.UUID) -> HttpResponse:
    """Take a file away again."""
    if request.method == "POST":
        remove(get_object_or_404(wizard.draft.files, pk=file))
    return redirect(wizard.address(step) + "#attachments")


@wizard_page
def marketplace(request: ActorRequest, wizard: Wizard, step: Step) -> HttpResponse:
    """Whom to write to where no case is made (ENT-10)."""
    if not wizard.leads_elsewhere:
        return redirect(wizard.address(wizard.current))
    context = frame(wizard, Step.ISSUE) | {"email": settings.MARKETPLACE_CONTACT_EMAIL}
    return render(request, "cases/wizard/marketplace.html", context)


def _answer(request: ActorRequest, wizard: Wizard, step: Step) -> HttpResponse:
    """Redraw the page where the form was not sent yet, or where answers brought up questions; with
    what is wrong, if the page said so before."""
    is_refused = bool(wizard.uploads.errors)
    redrawn = wizard.form(step, bound="judged" in request.POST)
    unseen = redrawn.unseen(request.POST.getlist("shown"))
    if "refresh" in request.POST or unseen:
        status = 422 if is_refused else 200
        return _show(request, wizard, step, redrawn, unseen=unseen, status=status)
    form = wizard.answer(step)
    if is_refused or not form.is_valid():
        return _show(request, wizard, step, form, status=422)
    return redirect(wizard.way_on)


def _show(
    request: ActorRequest,
    wizard: Wizard,
    step: Step,
    form: StepForm,
    *,
    unseen: Sequence[BoundField] = (),
    status: int = 200,
) -> HttpResponse:
    context = frame(wizard, step) | {
        "form": form,
        "judged": [form, wizard.uploads],
        "unseen": unseen,
        "related": _related(wizard, form),
    }
    return render(request, f"cases/wizard/{step}.html", context, status=status)


def _related(wizard: Wizard, form: StepForm) -> Related:
    if not isinstance(form, IssueStep):
        return NOTHING
    found = related(wizard.actor, form.answers, form.chosen.product if form.chosen else None)
    found.note(wizard.draft)
    return found
