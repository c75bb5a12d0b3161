"""The files of a case, for programs: the same ones as on its page, handed out in the same way."""

import uuid

from django.db.models import F
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from cases import attachments
from cases.api.finding import find
from cases.api.shapes import CaseAttachmentSerializer
from cases.models.case import parse_number
from orgs.actor import requires
from orgs.tokens import PersonRequest
from portal.api import PageQuery, page_of, page_response
from portal.keyset import Key
from sharedaccess.api import OrganizationAPIView

NEWEST_FIRST = Key(F("created_at"), read_pk=uuid.UUID)


class AnyRenderer(JSONRenderer):
    """Whatever is accepted, the file comes as what it is; a refusal is a problem in JSON."""

    media_type = "*/*"


class AttachmentsView(OrganizationAPIView):
    @extend_schema(
        operation_id="attachments",
        tags=["cases"],
        parameters=[PageQuery],
        responses=page_of(CaseAttachmentSerializer),
    )
    @requires()
    def get(self, request: PersonRequest, org: str, number: str) -> Response:
        """The files of a case and of its comments, newest first."""
        query = PageQuery.read(request.query_params)
        case = find(self.actor, parse_number(number))
        rows = case.attachments.filter(is_internal=False).select_related("case")
        serializer = CaseAttachmentSerializer
        return page_response(request, rows, NEWEST_FIRST, serializer, query, actor=self.actor)


class AttachmentView(OrganizationAPIView):
    renderer_classes = (JSONRenderer, AnyRenderer)

    @extend_schema(
        operation_id="attachment",
        tags=["cases"],
        responses={(200, "*/*"): OpenApiTypes.BINARY},
    )
    @requires()
    def get(self, request: PersonRequest, org: str, number: str, pk: uuid.UUID) -> FileResponse:
        """The content of one file."""
        files = find(self.actor, parse_number(number)).attachments.filter(is_internal=False)
        return attachments.serve(get_object_or_404(files, pk=pk))
