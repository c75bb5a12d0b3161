"""The owner asks for all that the organization owns, watches it being packed, and takes it."""

import uuid

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from orgs import actions
from orgs.actor import ActorRequest, requires
from orgs.models import DataExport
from orgs.roles import Capability
from portal.files import hand_out
from portal.problems import Problem
from sharedaccess.account_pages import tabs

SHOWN = 5


@requires(Capability.EXPORT_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: ActorRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request)
    if is_reauthentication_required(request, app="orgs"):
        return _ask_who(request)
    try:
        actions.ask_export(actor=request.actor)
    except Problem as problem:
        messages.warning(request, str(problem))
        return _show(request, status=problem.status)
    return redirect("sharedaccess:data", request.actor.organization.slug)


@requires(Capability.EXPORT_DATA)
@require_safe
def export(request: ActorRequest, pk: uuid.UUID) -> FileResponse | HttpResponse:
    """The file, for who is the owner now, after the password once more."""
    rows = DataExport.objects.filter(organization=request.actor.organization)
    found = get_object_or_404(rows.select_related("organization"), pk=pk)
    if is_reauthentication_required(request, app="orgs"):
        return _ask_who(request)
    actions.take_export(actor=request.actor, export=found)
    return hand_out(found.file, name=found.file_name, content_type="application/zip")


def _ask_who(request: ActorRequest) -> HttpResponse:
    """A form that was sent is sent again by the person: allauth would call our view around the
    wall."""
    page = reverse("sharedaccess:data", args=[request.actor.organization.slug])
    back = request.path if request.method == "GET" else page
    return redirect(reverse("account_reauthenticate", query={"next": back}))


def _show(request: ActorRequest, status: int = 200) -> HttpResponse:
    organization = request.actor.organization
    exports = organization.data_exports.select_related("made_by", "organization")[:SHOWN]
    context = {
        "organization": organization,
        "tabs": tabs(request.actor, "sharedaccess:data"),
        "title": _("Your data"),
        "exports": exports,
        "is_pending": any(one.is_pending for one in exports),
    }
    return render(request, "sharedaccess/account/data.html", context, status=status)
