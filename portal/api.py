"""What the API of every floor shares: pages of lists, and where no route leads."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from portal.keyset import CursorError, Key, cut
from portal.problems import Unprocessable
from portal.serializers import StrictSerializer

PAGE_SIZE, MAX_PAGE_SIZE = 25, 100


class PageQuery(StrictSerializer[dict[str, Any]]):
    """The parameters of every list."""

    after = serializers.CharField(
        default="", allow_blank=True, help_text="The cursor of `next`: the page behind it."
    )
    limit = serializers.IntegerField(
        default=PAGE_SIZE, min_value=1, max_value=MAX_PAGE_SIZE, help_text="Rows on a page."
    )


def page_of(serializer: type[serializers.BaseSerializer[Any]]) -> serializers.Serializer[Any]:
    """For the schema: a page of such rows."""
    name = serializer.__name__.removesuffix("Serializer") + "Page"
    link = serializers.URLField(allow_null=True, help_text="The next page, if there is one.")
    return inline_serializer(name, {"results": serializer(many=True), "next": link})


def page_response(
    request: Request,
    rows: QuerySet[Any],
    key: Key,
    serializer: type[serializers.BaseSerializer[Any]],
    query: Mapping[str, Any],
    **context: Any,
) -> Response:
    """The page that a valid `PageQuery` asks for. Raises Unprocessable for a foreign cursor."""
    try:
        page = cut(rows, key, size=query["limit"], after=query["after"])
    except CursorError as error:
        raise Unprocessable(_("This cursor is not one of ours."), code="invalid-cursor") from error
    here = settings.SITE_URL + request.get_full_path()
    link = replace_query_param(here, "after", page.next) if page.next else None
    results = serializer(page.rows, many=True, context=context).data
    return Response({"results": results, "next": link})


class Nowhere(APIView):
    """The same problem as for what exists but may not be known of."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404
