"""What the API of every floor shares: pages of lists, and where no route leads."""

from typing import Any

from django.conf import settings
from django.http import Http404
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from portal.pagination import PAGE_SIZE, Page
from portal.serializers import StrictSerializer

MAX_PAGE_SIZE = 100


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
    request: Request, page: Page[Any], serializer: type[serializers.BaseSerializer[Any]]
) -> Response:
    here = settings.SITE_URL + request.get_full_path()
    link = replace_query_param(here, "after", page.next) if page.next else None
    return Response({"results": serializer(page.rows, many=True).data, "next": link})


class Nowhere(APIView):
    """The same problem as for what exists but may not be known of."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404
