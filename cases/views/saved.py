"""Saved views: lists under names of one's own."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import actions
from cases.actions.saved import NAME_TAKEN
from cases.filters import CaseFilters
from cases.forms import ViewNameForm
from cases.models import SavedView
from cases.offers import offered_to
from orgs.actor import ActorRequest, requires
from orgs.roles import Capability
from portal.problems import Unprocessable

list_page = requires(Capability.VIEW_ORG_CASES, Capability.FOLLOW_CASES)


@list_page
@require_http_methods(["GET", "POST"])
def views(request: ActorRequest) -> HttpResponse:
    """All of one's own, to rename and delete; a POST saves another."""
    if request.method == "GET":
        return _show(request)
    form = ViewNameForm(request.POST)
    if not form.is_valid():
        return _show(request, saving=form)
    try:
        view = actions.save_view(
            actor=request.actor,
            name=form.cleaned_data["name"],
            query=_known(request, form.cleaned_data["query"]),
            replace="replace" in request.POST,
        )
    except Unprocessable as refusal:
        form.add_error("name", str(refusal))
        return _show(request, saving=form, is_taken=refusal.code == NAME_TAKEN)
    messages.success(request, _("“%(name)s” is saved.") % {"name": view.name})
    return redirect(f"{_index(request)}?{view.query}")


@list_page
@require_POST
def view(request: ActorRequest, view: int) -> HttpResponse:
    """Rename one."""
    row = _find(request, view)
    form = _naming(row, request.POST)
    if form.is_valid():
        try:
            actions.rename_view(actor=request.actor, view=row, name=form.cleaned_data["name"])
        except Unprocessable as refusal:
            form.add_error("name", str(refusal))
    return _show(request, renaming={row.pk: form}) if form.errors else _back(request)


@list_page
@require_POST
def view_deletion(request: ActorRequest, view: int) -> HttpResponse:
    row = _find(request, view)
    actions.delete_view(actor=request.actor, view=row)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": row.name})
    return _back(request)


def _find(request: ActorRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.of(request.actor), pk=pk)


def _known(request: ActorRequest, query: str) -> str:
    """As the list itself would write it: what it does not know is left out."""
    return CaseFilters(QueryDict(query), offer=offered_to(request.actor)).query()


def _naming(row: SavedView, data: QueryDict | None = None) -> ViewNameForm:
    return ViewNameForm(data, initial={"name": row.name}, auto_id=f"view-{row.pk}-%s")


def _show(
    request: ActorRequest,
    *,
    saving: ViewNameForm | None = None,
    is_taken: bool = False,
    renaming: dict[int, ViewNameForm] | None = None,
) -> HttpResponse:
    renaming = renaming or {}
    rows = SavedView.objects.of(request.actor)
    context = {
        "index_url": _index(request),
        "form": saving or next(iter(renaming.values()), None),
        "saving": saving,
        "is_taken": is_taken,
        "rows": [(row, renaming.get(row.pk) or _naming(row)) for row in rows],
    }
    return render(request, "cases/views.html", context, status=422 if context["form"] else 200)


def _index(request: ActorRequest) -> str:
    return reverse("cases:index", args=[request.actor.organization.slug])


def _back(request: ActorRequest) -> HttpResponse:
    return redirect("cases:views", org=request.actor.organization.slug)
