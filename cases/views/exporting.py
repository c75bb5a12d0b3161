"""The list as a file, as it is filtered."""

from array import array
from collections import Counter

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import actions, export
from cases.lists import DEFAULT_SORT
from cases.views.listing import Listing
from orgs.actor import ActorRequest, UserRequest, requires
from orgs.roles import Capability
from portal.sheets import WRITERS


@requires(Capability.VIEW_ORG_CASES, Capability.FOLLOW_CASES)
@require_GET
def of_organization(request: ActorRequest, kind: str) -> StreamingHttpResponse:
    actions.demand_export(user=request.user)
    listing = Listing.of(request.actor, request.GET, sort=DEFAULT_SORT)
    here = request.actor.organization
    return _file(request, listing, kind, export.OF_ONE, f"cases-{here.slug}", here.pk)


@require_GET
def of_inbox(request: UserRequest, kind: str) -> StreamingHttpResponse:
    actions.demand_export(user=request.user)
    listing = Listing.anywhere(request.user, request.GET, sort=DEFAULT_SORT)
    return _file(request, listing, kind, list(export.COLUMNS), "cases")


def _file(
    request: UserRequest,
    listing: Listing,
    kind: str,
    columns: list[str],
    name: str,
    organization: int | None = None,
) -> StreamingHttpResponse:
    """All that match, however they are ranked; an export of nothing is on record too."""
    rows = list(listing.cases.order_by("-pk").values_list("pk", "organization"))
    actions.record_export(
        user=request.user,
        numbers=Counter(pk for _case, pk in rows) or {organization: 0},
        query=listing.filters.query(),
        kind=kind,
    )
    chosen = array("q", (pk for pk, _organization in rows))
    content_type, _writer = WRITERS[kind]
    response = StreamingHttpResponse(
        export.write(listing.visible, chosen, kind, columns), content_type
    )
    response["Content-Disposition"] = (
        f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{kind}"'
    )
    return response
