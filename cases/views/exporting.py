"""The list as a file, as it is filtered."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import actions, export
from cases.views.listing import Listing
from orgs.actor import ActorRequest, UserRequest, requires
from orgs.models import Organization
from orgs.roles import Capability
from portal.sheets import WRITERS


@requires(Capability.VIEW_ORG_CASES, Capability.FOLLOW_CASES)
@require_GET
def of_organization(request: ActorRequest, kind: str) -> StreamingHttpResponse:
    listing = Listing.of(request.actor, request.GET, sort=export.STEADY)
    return _file(request, listing, kind, export.OF_ONE, request.actor.organization)


@require_GET
def of_inbox(request: UserRequest, kind: str) -> StreamingHttpResponse:
    listing = Listing.anywhere(request.user, request.GET, sort=export.STEADY)
    return _file(request, listing, kind, list(export.COLUMNS), None)


def _file(
    request: UserRequest,
    listing: Listing,
    kind: str,
    columns: list[str],
    organization: Organization | None,
) -> StreamingHttpResponse:
    actions.record_export(
        user=request.user,
        organization=organization,
        cases=listing.cases,
        query=listing.filters.query(),
        kind=kind,
    )
    content_type, _writer = WRITERS[kind]
    name = f"cases-{organization.slug}" if organization else "cases"
    response = StreamingHttpResponse(export.write(listing.cases, kind, columns), content_type)
    response["Content-Disposition"] = (
        f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{kind}"'
    )
    return response
