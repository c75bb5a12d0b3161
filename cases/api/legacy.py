"""Historical cases, for programs: to be read, and followed up by `POST …/cases`."""

from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from cases.legacy import DEFAULT_SORT, SORTS, legacy_cases_for
from cases.models import LegacyCase, LegacyComment
from orgs.actor import requires
from orgs.roles import Capability
from orgs.tokens import PersonRequest
from portal.api import PageQuery, page_of, page_response
from portal.serializers import UTCDateTimeField
from sharedaccess.api import OrganizationAPIView

REFERENCE = OpenApiParameter(
    "reference",
    location=OpenApiParameter.PATH,
    description="As in `address`: `~2F` for what is no letter, digit, hyphen or underscore.",
)


class LegacyQuery(PageQuery):
    q = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=200,
        help_text="A reference, or words of title and description.",
    )
    sort = serializers.ChoiceField(
        list(SORTS), default=DEFAULT_SORT, help_text="With `-`: falling."
    )


class LegacyCaseRowSerializer(serializers.Serializer[LegacyCase]):
    """Needs the `org` in its context."""

    reference = serializers.CharField()
    address = serializers.SerializerMethodField(help_text="Where to read it whole.")
    title = serializers.CharField()
    status = serializers.CharField(help_text="In the words of the previous system.")
    priority = serializers.CharField()
    product_name = serializers.CharField()
    requester_name = serializers.CharField()
    opened_at = UTCDateTimeField()
    closed_at = UTCDateTimeField(allow_null=True)

    def get_address(self, case: LegacyCase) -> str:
        address = reverse("api:legacy-case", args=[self.context["org"], case.reference])
        return settings.SITE_URL + address


class LegacyCommentSerializer(serializers.Serializer[LegacyComment]):
    author_name = serializers.CharField()
    body = serializers.CharField(help_text="Markdown.")
    created_at = UTCDateTimeField(allow_null=True)


class LegacyCaseSerializer(LegacyCaseRowSerializer):
    description = serializers.CharField(help_text="Markdown.")
    requester_email = serializers.CharField()
    comments = LegacyCommentSerializer(many=True)


class LegacyCasesView(OrganizationAPIView):
    @extend_schema(
        operation_id="legacy_cases",
        tags=["cases"],
        parameters=[LegacyQuery],
        responses=page_of(LegacyCaseRowSerializer),
    )
    @requires(Capability.VIEW_ORG_CASES)
    def get(self, request: PersonRequest, org: str) -> Response:
        """The historical cases: none for a role that covers chosen products only."""
        query = LegacyQuery.read(request.query_params)
        rows, key = legacy_cases_for(self.actor, query["q"]), SORTS[query["sort"]]
        return page_response(request, rows, key, LegacyCaseRowSerializer, query, org=org)


class LegacyCaseView(OrganizationAPIView):
    @extend_schema(
        operation_id="legacy_case",
        tags=["cases"],
        parameters=[REFERENCE],
        responses=LegacyCaseSerializer,
    )
    @requires(Capability.VIEW_ORG_CASES)
    def get(self, request: PersonRequest, org: str, reference: str) -> Response:
        """One historical case."""
        rows = LegacyCase.objects.visible_to(self.actor).defer("search")
        case: Any = get_object_or_404(rows.prefetch_related("comments"), reference=reference)
        return Response(LegacyCaseSerializer(case, context={"org": org}).data)
