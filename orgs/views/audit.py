"""The audit log of an organization, for those who answer for it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orgs import trail
from orgs.actor import ActorRequest, requires
from orgs.roles import Capability
from orgs.trail import AuditFilters
from portal import audit
from portal.keyset import Page, turn_to
from portal.models import AuditEntry
from portal.sheets import csv_lines


class Writer(NamedTuple):
    content_type: str
    lines: Callable[[QuerySet[AuditEntry]], Iterator[str]]


WRITERS = {
    "csv": Writer("text/csv; charset=utf-8", lambda entries: csv_lines(trail.as_rows(entries))),
    "jsonl": Writer("application/jsonl; charset=utf-8", trail.as_json_lines),
}


@requires(Capability.SEE_AUDIT)
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    actor, filters = request.actor, AuditFilters(request.GET)
    page, notes = _page(request, filters)
    context = {
        "organization": actor.organization,
        "page": page,
        "lines": trail.lines(page.rows),
        "filters": filters,
        "form": AuditFilters(initial=filters.wanted),
        "notes": notes,
        "looks_back": actor.can(Capability.VIEW_ORG_CASES) and actor.products is None,
        "query": request.GET.urlencode(),
    }
    return render(request, "orgs/audit.html", context)


@requires(Capability.SEE_AUDIT)
@require_safe
def export(request: ActorRequest, extension: str) -> StreamingHttpResponse:
    """The filtered log as a file; that it was taken is in the log from then on."""
    if extension not in WRITERS:
        raise Http404
    organization, wanted = request.actor.organization, AuditFilters(request.GET).wanted
    entries = trail.entries_of(organization, wanted)
    audit.record(
        actor=request.actor.user,
        verb="export.audit",
        target=organization.slug,
        organization_id=organization.pk,
        after={name: str(value) for name, value in wanted.items() if value},
    )
    writer = WRITERS[extension]
    name = f"audit-{organization.slug}.{extension}"
    return StreamingHttpResponse(
        writer.lines(entries),
        content_type=writer.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(request: ActorRequest, filters: AuditFilters) -> tuple[Page[AuditEntry], list[str]]:
    """The page asked for, and in words what of the question was left out."""
    notes = [_("Unknown filter, left out: %(name)s.") % {"name": name} for name in filters.ignored]
    entries = trail.entries_of(request.actor.organization, filters.wanted)
    page, more = turn_to(entries, trail.NEWEST_FIRST, request.GET, size=trail.PAGE_SIZE)
    return page, notes + more
