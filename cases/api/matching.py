"""Changes of a case on the condition that it still stands as the program saw it (RFC 9110 §13)."""

import hashlib
from typing import Any

from django.http import Http404
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from cases.actions.base import STALE, stale
from cases.api.finding import find_whole
from cases.api.shapes import CaseSerializer
from cases.models import Case
from cases.models.case import parse_number
from orgs.actor import Actor
from portal.api_problems import problem_response
from portal.problems import Conflict, PreconditionRequired
from sharedaccess.api import OrganizationAPIView

HEADER = "If-Match"
ANY = "*"

ETAG = OpenApiParameter("ETag", location=OpenApiParameter.HEADER, response=[200, 201])
MAY_MATCH = OpenApiParameter(
    HEADER,
    location=OpenApiParameter.HEADER,
    description="The `ETag` of the case as you saw it. Changed since: 412, with how it stands now.",
)
MUST_MATCH = OpenApiParameter(
    HEADER,
    location=OpenApiParameter.HEADER,
    required=True,
    description=(
        "The `ETag` of the case as you saw it; `*` for however it stands. Changed since: 412, with"
        " how it stands now. Left out: 428."
    ),
)
"""For the schema, of those who call `version_seen` with `required=True`."""


def etag(actor: Actor, case: Case) -> str:
    """Strong, as `If-Match` wants it: another one for each other body. `case` is whole."""
    body = JSONEncoder().encode(CaseSerializer(case, context={"actor": actor}).data)
    return f'"{hashlib.blake2s(body.encode(), digest_size=12).hexdigest()}"'


class ConditionalView(OrganizationAPIView):
    """An address below a case, from which a stale change is refused with how the case stands."""

    def version_seen(self, case: Case, *, required: bool = False) -> int | None:
        """What to hand to an action as `version`; None where the program overwrites knowingly.

        Call it inside of `once`: a repetition changes nothing. Raises PreconditionRequired, or
        Conflict as the actions do. A proxy that compresses makes tags weak; they are taken.
        """
        given = self.request.headers.get(HEADER, "").strip() or ("" if required else ANY)
        if not given:
            raise PreconditionRequired(_("Say in If-Match which ETag of the case you saw."))
        if given == ANY:
            return None
        whole = find_whole(self.actor, case.pk)
        if etag(self.actor, whole) not in {tag.removeprefix("W/") for tag in parse_etags(given)}:
            raise stale()
        return whole.version

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, Conflict) and exc.code == STALE:
            try:
                return self._failed(exc)
            except Http404 as gone:
                exc = gone
        return super().handle_exception(exc)

    def _failed(self, refusal: Conflict) -> Response:
        case = find_whole(self.actor, parse_number(self.kwargs["number"]))
        shown: Any = CaseSerializer(case, context={"actor": self.actor}).data
        response = problem_response(412, str(refusal), STALE, case=shown)
        response["ETag"] = etag(self.actor, case)
        return response
