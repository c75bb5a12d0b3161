"""Who gets the notifications of a case (CASE-3)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases import actions, policy
from cases.forms import WatcherForm
from cases.models import Case
from cases.models.watcher import MAX_WATCHERS
from cases.views.finding import find
from orgs.actor import ActorRequest, requires
from portal.problems import Unprocessable
from sharedaccess.doors import people_with_a_tie

MAX_NAMES = 200
"""So many are offered by name; anybody else is typed."""


@requires()
@require_http_methods(["GET", "POST"])
def watchers(request: ActorRequest, number: int) -> HttpResponse:
    """The list, and a field to add somebody; shown as a dialog where there is JavaScript."""
    case = find(request, number)
    policy.demand_watchers(request.actor, case)
    form = WatcherForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.watch(actor=request.actor, case=case, **form.cleaned_data)
        except Unprocessable as refusal:
            form.add_error("email", str(refusal))
        else:
            return redirect(request.path)
    return _show(request, case, form)


@requires()
@require_http_methods(["GET", "POST"])
def watcher_removal(request: ActorRequest, number: int, watcher: int) -> HttpResponse:
    """Remove somebody, or stop watching oneself."""
    case = find(request, number)
    if request.method == "POST":
        row = get_object_or_404(case.watchers, pk=watcher)
        actions.unwatch(actor=request.actor, case=case, watcher=row)
        if row.user_id == request.actor.user.pk:
            messages.success(request, _("You no longer watch %(case)s.") % {"case": case.number})
    return _back(request, case)


def _show(request: ActorRequest, case: Case, form: WatcherForm) -> HttpResponse:
    rows = list(case.watchers.select_related("user").order_by("created_at"))
    taken = [case.requester_id, *(row.user_id for row in rows)]
    people = people_with_a_tie(case.organization).exclude(pk__in=taken)
    context = {
        "case": case,
        "form": form,
        "watchers": rows,
        "is_full": len(rows) >= MAX_WATCHERS,
        "people": people.order_by("first_name", "last_name")[:MAX_NAMES],
    }
    return render(request, "cases/watchers.html", context, status=422 if form.errors else 200)


def _back(request: ActorRequest, case: Case) -> HttpResponse:
    """To where one came from, as far as one still sees it."""
    actor = request.actor
    if policy.may_manage_watchers(actor, case):
        return redirect("cases:watchers", org=actor.organization.slug, number=case.number)
    if Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        return redirect(case)
    return redirect("cases:index", org=actor.organization.slug)
