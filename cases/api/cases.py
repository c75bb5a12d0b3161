"""Cases, for programs: list, open, read."""

import uuid
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from cases import actions
from cases.api.filing import NewCaseSerializer, read_case
from cases.api.finding import find_whole
from cases.api.matching import ETAG, etag
from cases.api.shapes import CaseRowSerializer, CaseSerializer
from cases.filters import CaseFilters
from cases.lists import BEST_FIRST, DEFAULT_SORT, PERIODS, SORTS, cases_for, sorted_by
from cases.models import Case, Priority
from cases.models.case import parse_number
from orgs.actor import requires
from orgs.roles import Capability
from orgs.tokens import PersonRequest
from portal.api import PageQuery, page_of, page_response
from portal.idempotency import KEY, once
from portal.problems import NotAllowed
from sharedaccess.api import OrganizationAPIView
from sharedaccess.doors import decide_for


class CaseQuery(PageQuery):
    """What the list of the pages can be narrowed to, and sorted by."""

    scope = serializers.ChoiceField(CaseFilters.SCOPES, default="org")
    status = serializers.ChoiceField(
        CaseFilters.STATUSES, default="", help_text="One status, or one of those that sum up."
    )
    priority = serializers.ChoiceField(Priority.choices, default="", allow_blank=True)
    product = serializers.IntegerField(default=None, min_value=1, help_text="Its id.")
    requester = serializers.EmailField(default="", help_text="Of the person who submitted it.")
    period = serializers.ChoiceField(
        PERIODS, default="", help_text="Opened in so many months up to now."
    )
    response = serializers.ChoiceField(
        ["overdue"], default="", help_text="Only those whose first response is overdue."
    )
    escalated = serializers.BooleanField(default=False, help_text="Only those that are.")
    q = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=200,
        help_text="A number, or words of title, description and comments.",
    )
    sort = serializers.ChoiceField(
        [*SORTS, BEST_FIRST],
        default="",
        help_text=f"With `-`: falling. `{BEST_FIRST}`, the default with `q`, is for searches only; "
        f"without `q` the default is `{DEFAULT_SORT}`.",
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["sort"] == BEST_FIRST and not given["q"]:
            raise serializers.ValidationError({"sort": _("Only a search has this order.")})
        return given | {"sort": given["sort"] or (BEST_FIRST if given["q"] else DEFAULT_SORT)}


class CasesView(OrganizationAPIView):
    @extend_schema(
        operation_id="cases",
        tags=["cases"],
        parameters=[CaseQuery],
        responses=page_of(CaseRowSerializer),
    )
    @requires(Capability.VIEW_ORG_CASES, Capability.FOLLOW_CASES)
    def get(self, request: PersonRequest, org: str) -> Response:
        """The cases that you may see."""
        query = CaseQuery.read(request.query_params)
        rows, key = cases_for(self.actor, query), sorted_by(query["sort"], query["q"])
        return page_response(request, rows, key, CaseRowSerializer, query, actor=self.actor)

    @extend_schema(
        operation_id="open_case",
        tags=["cases"],
        parameters=[KEY],
        request=NewCaseSerializer,
        responses={200: CaseSerializer, 201: CaseSerializer},
    )
    @requires(Capability.OPEN_CASE)
    def post(self, request: PersonRequest, org: str) -> Response:
        """Open a case."""
        pk, is_new = once(request, partial(self._open, request.data))
        case = find_whole(self.actor, pk)
        address = reverse("api:case", args=[org, case.number])
        return Response(
            CaseSerializer(case, context={"actor": self.actor}).data,
            status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK,
            headers={"ETag": etag(self.actor, case), "Location": settings.SITE_URL + address},
        )

    def _open(self, data: Any, submission: uuid.UUID) -> Case:
        """The right to file first: who lacks it needs no list of wrong fields."""
        decision = decide_for(self.actor)
        if not decision.allowed:
            raise NotAllowed(decision.reason, code=decision.code, decision=decision)
        new = read_case(self.actor, data)
        return actions.open_case(actor=self.actor, new=new, submission=submission)


class CaseView(OrganizationAPIView):
    @extend_schema(
        operation_id="case",
        tags=["cases"],
        parameters=[
            OpenApiParameter("If-None-Match", location=OpenApiParameter.HEADER),
            ETAG,
        ],
        responses={200: CaseSerializer, 304: None},
    )
    @requires()
    def get(self, request: PersonRequest, org: str, number: str) -> Response:
        """One case. With the `ETag` in `If-None-Match`, answered 304 while it is unchanged."""
        case = find_whole(self.actor, parse_number(number))
        headers = {"ETag": etag(self.actor, case)}
        known = parse_etags(request.headers.get("If-None-Match", ""))
        if headers["ETag"] in {tag.removeprefix("W/") for tag in known}:
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(CaseSerializer(case, context={"actor": self.actor}).data, headers=headers)
