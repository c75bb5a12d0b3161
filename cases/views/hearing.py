"""What somebody hears of: standing watches, and muted cases (CASE-3)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.forms import StandingWatchForm
from cases.views.finding import find
from orgs.actor import ActorRequest, requires
from orgs.roles import Capability
from portal.problems import Unprocessable


@requires(Capability.VIEW_ORG_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def watching(request: ActorRequest) -> HttpResponse:
    """One's own standing watches in this organization, and a form to add one."""
    actor = request.actor
    form = StandingWatchForm(request.POST if request.method == "POST" else None, actor=actor)
    if not form.is_valid():
        return _show(request, form)
    try:
        actions.watch_new_cases(actor=actor, **form.cleaned_data)
    except Unprocessable as refusal:
        form.add_error("product", str(refusal))
        return _show(request, form)
    messages.success(request, _("You hear of these cases from now on."))
    return redirect(request.path)


@requires(Capability.VIEW_ORG_CASES)
@require_http_methods(["GET", "POST"])
def removal(request: ActorRequest, pk: int) -> HttpResponse:
    actor = request.actor
    if request.method == "POST":
        own = actor.user.standing_watches.filter(organization=actor.organization)
        actions.end_standing_watch(actor=actor, watch=get_object_or_404(own, pk=pk))
        messages.success(request, _("This watch has ended."))
    return redirect("cases:watching", org=actor.organization.slug)


@requires()
@require_http_methods(["GET", "POST"])
def muting(request: ActorRequest, number: int) -> HttpResponse:
    """Mute the case for oneself, or with `on=0` hear of it again."""
    case = find(request, number)
    if request.method == "POST" and request.POST.get("on") == "0":
        actions.unmute(actor=request.actor, case=case)
        messages.success(request, _("You hear of %(case)s again.") % {"case": case.number})
    elif request.method == "POST":
        actions.mute(actor=request.actor, case=case)
        messages.success(request, _("You hear no more of %(case)s.") % {"case": case.number})
    return redirect(case)


def _show(request: ActorRequest, form: StandingWatchForm) -> HttpResponse:
    actor = request.actor
    own = actor.user.standing_watches.filter(organization=actor.organization)
    context = {"form": form, "watches": own.select_related("product").order_by("pk")}
    return render(request, "cases/watching.html", context, status=422 if form.errors else 200)
