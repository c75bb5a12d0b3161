"""What is said on a case, for programs."""

from typing import Any

from django.db.models import F, Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from cases import actions, policy
from cases.api.finding import find
from cases.api.matching import MAY_MATCH, ConditionalView
from cases.api.shapes import CommentSerializer
from cases.attachments import MAX_FILES
from cases.forms import MAX_COMMENT
from cases.models import Attachment, Case, Comment
from cases.models.case import parse_number
from orgs.actor import requires
from orgs.tokens import PersonRequest
from portal.api import PageQuery, page_of, page_response
from portal.idempotency import KEY, once
from portal.keyset import Key
from portal.parsers import BoundedJSONParser
from portal.serializers import StrictSerializer

NEWEST_FIRST = Key(F("created_at"))


class NewCommentSerializer(StrictSerializer[dict[str, Any]]):
    body = serializers.CharField(max_length=MAX_COMMENT, help_text="Markdown.")
    files = serializers.ListField(
        child=serializers.FileField(),
        required=False,
        max_length=MAX_FILES,
        help_text="As `multipart/form-data`: 20 MB each, 100 MB together; no programs.",
    )


class CommentsView(ConditionalView):
    parser_classes = (BoundedJSONParser, MultiPartParser)

    @extend_schema(
        operation_id="comments",
        tags=["cases"],
        parameters=[PageQuery],
        responses=page_of(CommentSerializer),
    )
    @requires()
    def get(self, request: PersonRequest, org: str, number: str) -> Response:
        """The comments on a case, newest first."""
        query = PageQuery.read(request.query_params)
        rows = _comments(find(self.actor, parse_number(number)))
        return page_response(request, rows, NEWEST_FIRST, CommentSerializer, query)

    @extend_schema(
        operation_id="add_comment",
        tags=["cases"],
        parameters=[KEY, MAY_MATCH],
        request=NewCommentSerializer,
        responses={200: CommentSerializer, 201: CommentSerializer},
    )
    @requires()
    def post(self, request: PersonRequest, org: str, number: str) -> Response:
        """Add a comment, with files if there are any."""
        case = find(self.actor, parse_number(number))
        pk, is_new = once(request, lambda _: self._add(case, request.data))
        comment = _comments(case).get(pk=pk)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(CommentSerializer(comment).data, status=code)

    def _add(self, case: Case, data: Any) -> Comment:
        """The right to comment first: who lacks it needs no list of wrong fields."""
        policy.demand_comment(self.actor, case)
        new = NewCommentSerializer.read(data)
        seen = self.version_seen(case)
        return actions.add_comment(actor=self.actor, case=case, version=seen, **new)


def _comments(case: Case) -> QuerySet[Comment]:
    files = Attachment.objects.filter(is_internal=False)
    rows = Comment.objects.filter(case=case).select_related("author").defer("search")
    return rows.prefetch_related(Prefetch("attachments", files))
