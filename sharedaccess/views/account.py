"""The account pages of an organization (ACCT-1 to ACCT-3)."""

import uuid
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from orgs.actor import ActorRequest, requires
from orgs.models import Download, Entitlement, Invoice, Project, ScanReport
from orgs.roles import Capability
from portal.files import hand_out
from portal.keyset import Key, turn_to
from sharedaccess.account_pages import tabs

PAGE_SIZE = 25
IN_ORDER = Key(F("pk"), falls=False, read=int, write=int)


def newest(column: str) -> Key:
    """By a day, the latest first."""
    return Key(F(column), read=date.fromordinal, write=date.toordinal)


@requires(Capability.SEE_PRODUCTS)
@require_safe
def products(request: ActorRequest) -> HttpResponse:
    rows = Entitlement.objects.select_related("product__family")
    return _list(request, "products", rows, newest("starts_on"))


@requires(Capability.SEE_DOWNLOADS)
@require_safe
def downloads(request: ActorRequest) -> HttpResponse:
    rows = Download.objects.select_related("product")
    return _list(request, "downloads", rows, newest("released_on"))


@requires(Capability.SEE_DOWNLOADS)
@require_safe
def download(request: ActorRequest, pk: uuid.UUID) -> FileResponse:
    return _file(Download.objects.filter(organization=request.actor.organization), pk)


@requires(Capability.SEE_PROJECTS)
@require_safe
def projects(request: ActorRequest) -> HttpResponse:
    rows = Project.objects.select_related("product").annotate(people=Count("memberships"))
    return _list(request, "projects", rows, IN_ORDER)


@requires(Capability.RUN_SECURITY_TOOL)
@require_safe
def security(request: ActorRequest) -> HttpResponse:
    rows = ScanReport.objects.select_related("project")
    return _list(request, "security", rows, newest("scanned_on"))


@requires(Capability.RUN_SECURITY_TOOL)
@require_safe
def scan_report(request: ActorRequest, pk: uuid.UUID) -> FileResponse:
    return _file(ScanReport.objects.filter(organization=request.actor.organization), pk)


@requires(Capability.SEE_BILLING)
@require_safe
def billing(request: ActorRequest) -> HttpResponse:
    rows = Invoice.objects.prefetch_related("products")
    return _list(request, "billing", rows, newest("issued_on"))


@requires(Capability.SEE_BILLING)
@require_safe
def settings(request: ActorRequest) -> HttpResponse:
    return _show(request, "settings")


@requires()
@require_safe
def project(request: ActorRequest, pk: int) -> HttpResponse:
    """The console of one cloud project, for its members and for whom the account is open."""
    actor = request.actor
    rows = Project.objects.filter(organization=actor.organization).select_related("product")
    found = get_object_or_404(rows, pk=pk)
    memberships = found.memberships.select_related("user")
    if not (
        actor.can(Capability.SEE_PROJECTS) or memberships.active().filter(user=actor.user).exists()
    ):
        raise Http404
    page, notes = turn_to(memberships.all(), IN_ORDER, request.GET, size=PAGE_SIZE)
    context = {"project": found, "page": page, "notes": notes}
    return render(request, "sharedaccess/account/project.html", context)


def _list(request: ActorRequest, name: str, rows: QuerySet[Any], key: Key) -> HttpResponse:
    own = rows.filter(organization=request.actor.organization)
    page, notes = turn_to(own, key, request.GET, size=PAGE_SIZE)
    return _show(request, name, page=page, notes=notes)


def _show(request: ActorRequest, name: str, **context: Any) -> HttpResponse:
    links = tabs(request.actor, f"sharedaccess:account-{name}")
    title = next(link.label for link in links if link.is_current)
    context |= {"organization": request.actor.organization, "tabs": links, "title": title}
    return render(request, f"sharedaccess/account/{name}.html", context)


def _file(rows: QuerySet[Any], pk: uuid.UUID) -> FileResponse:
    row = get_object_or_404(rows, pk=pk)
    return hand_out(row.file, name=row.name, content_type="application/octet-stream")
