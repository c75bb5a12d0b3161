"""Manage permissions: what the owner of an account shares, and with whom (SHA-1 to SHA-8)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from orgs.actor import ActorRequest, requires
from orgs.models import Organization
from orgs.roles import Capability
from portal.problems import Conflict, Unprocessable
from sharedaccess import actions
from sharedaccess.doors import enter
from sharedaccess.expiry import zone_of
from sharedaccess.forms import ChangeForm, CloudForm, GrantForm, state_of
from sharedaccess.lists import grants_of, page_of
from sharedaccess.models import Grant


@requires(Capability.GRANT_ACCESS)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    organization, search = request.actor.organization, request.GET.get("q", "")
    page, notes = page_of(grants_of(organization, search), request.GET)
    context = {"organization": organization, "page": page, "notes": notes, "q": search}
    return render(request, "sharedaccess/index.html", context)


@requires(Capability.GRANT_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    here = request.actor.organization
    owned = Organization.objects.owned_by(request.user)
    asked = request.POST if request.method == "POST" else None
    form = GrantForm(asked, organizations=owned, initial={"organization": here})
    status = 200 if asked is None else 422
    if form.is_valid():
        try:
            return _grant(request, form)
        except (Conflict, Unprocessable) as problem:
            form.refuse(problem)
            status = problem.status
    context = {"organization": here, "form": form}
    return render(request, "sharedaccess/new.html", context, status=status)


@requires(Capability.GRANT_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: ActorRequest, pk: int) -> HttpResponse:
    """Edit; whoever saves on top of a newer state is shown it first."""
    grant = _find(request, pk)
    if request.method != "POST":
        initial = state_of(grant, zone_of(request.user))
        return _show(request, grant, _form_of(grant)(initial=initial))
    form = _form_of(grant)(request.POST)
    if not form.is_valid():
        return _show(request, grant, form, status=422)
    try:
        return _change(request, grant, form)
    except Unprocessable as problem:
        form.refuse(problem)
        return _show(request, grant, form, status=problem.status)
    except Conflict as problem:
        form.refuse(problem)
        form.renew(grant)
        return _show(request, grant, form, status=problem.status, now=grant)


@requires(Capability.GRANT_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask whether to delete, then delete (SHA-6)."""
    grant = _find(request, pk)
    organization = request.actor.organization
    if request.method == "POST":
        actions.revoke_grant(actor=request.actor, grant=grant)
        words = _("%(person)s has no shared access to %(organization)s any more.")
        messages.success(request, words % {"person": grant.grantee, "organization": organization})
        return redirect("sharedaccess:index", organization.slug)
    actions.demand_deletable(grant)
    context = {"grant": grant, "organization": organization}
    return render(request, "sharedaccess/deletion.html", context)


def _grant(request: ActorRequest, form: GrantForm) -> HttpResponse:
    """In the organization chosen, as its owner."""
    given = form.cleaned_data
    organization = given.pop("organization") or request.actor.organization
    actor = enter(request.user, organization.slug)
    grant = actions.grant_access(actor=actor, **given)
    words = _("You share access to %(organization)s with %(person)s.")
    messages.success(request, words % {"organization": organization, "person": grant.grantee})
    return redirect("sharedaccess:index", organization.slug)


def _change(request: ActorRequest, grant: Grant, form: ChangeForm | CloudForm) -> HttpResponse:
    kept = {"share_name": grant.share_name, "expires_on": None}
    actions.change_grant(actor=request.actor, grant=grant, **(kept | form.cleaned_data))
    messages.success(request, _("Your changes are saved."))
    return redirect("sharedaccess:index", request.actor.organization.slug)


def _find(request: ActorRequest, pk: int) -> Grant:
    """With a form in hand deleted ones too: whoever comes late is told so."""
    organization = request.actor.organization
    if request.method != "POST":
        return get_object_or_404(grants_of(organization), pk=pk)
    grants = Grant.objects.filter(organization=organization)
    return get_object_or_404(grants.select_related("grantee__product_account"), pk=pk)


def _form_of(grant: Grant) -> type[ChangeForm | CloudForm]:
    return CloudForm if grant.is_cloud else ChangeForm


def _show(
    request: ActorRequest,
    grant: Grant,
    form: ChangeForm | CloudForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"grant": grant, "organization": request.actor.organization, "form": form, **more}
    return render(request, "sharedaccess/detail.html", context, status=status)
