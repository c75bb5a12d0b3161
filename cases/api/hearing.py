"""What a program's person hears of: standing watches, and muted cases (CASE-3)."""

from typing import Any

from django.db.models import F
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from cases import actions
from cases.api.finding import find
from cases.api.shapes import NamedProductSerializer
from cases.models import Priority, StandingWatch
from cases.models.case import parse_number
from orgs.actor import requires
from orgs.models import Product
from orgs.roles import Capability
from orgs.tokens import PersonRequest
from portal.api import PageQuery, page_of, page_response
from portal.idempotency import KEY, once
from portal.keyset import Key
from portal.serializers import StrictSerializer, UTCDateTimeField
from sharedaccess.api import OrganizationAPIView

OLDEST_FIRST = Key(F("pk"), falls=False, read=int, write=int)


class StandingWatchSerializer(serializers.Serializer[StandingWatch]):
    id = serializers.IntegerField()
    product = NamedProductSerializer(allow_null=True)
    priority = serializers.IntegerField(allow_null=True, help_text="From this one up; null: all.")
    created_at = UTCDateTimeField(help_text="It tells of cases that were opened since.")


class NewStandingWatchSerializer(StrictSerializer[dict[str, Any]]):
    """Needs the `actor` in its context: any product but those offered is unknown."""

    product = serializers.IntegerField(
        default=None, allow_null=True, min_value=1, help_text="Its id; null: all."
    )
    priority = serializers.IntegerField(
        default=None,
        allow_null=True,
        min_value=Priority.P1,
        max_value=Priority.P3,
        help_text="From this one up; null: all.",
    )

    def validate_product(self, pk: int | None) -> Product | None:
        actor = self.context["actor"]
        offered = Product.objects.sold_to(actor.organization).reached_by(actor)
        found = offered.filter(pk=pk).first() if pk else None
        if pk and found is None:
            raise serializers.ValidationError(_("Choose a product of your organization."))
        return found


class StandingWatchesView(OrganizationAPIView):
    @extend_schema(
        operation_id="standing_watches",
        tags=["cases"],
        parameters=[PageQuery],
        responses=page_of(StandingWatchSerializer),
    )
    @requires(Capability.VIEW_ORG_CASES)
    def get(self, request: PersonRequest, org: str) -> Response:
        """Your standing watches: of which new cases you hear."""
        own = request.user.standing_watches.filter(organization=self.actor.organization)
        query = PageQuery.read(request.query_params)
        rows = own.select_related("product")
        return page_response(request, rows, OLDEST_FIRST, StandingWatchSerializer, query)

    @extend_schema(
        operation_id="add_standing_watch",
        tags=["cases"],
        parameters=[KEY],
        request=NewStandingWatchSerializer,
        responses={200: StandingWatchSerializer, 201: StandingWatchSerializer},
    )
    @requires(Capability.VIEW_ORG_CASES)
    def post(self, request: PersonRequest, org: str) -> Response:
        """Watch new cases: all, those of a product, or from a priority up."""
        pk, is_new = once(request, lambda _: self._add(request.data))
        watch = get_object_or_404(request.user.standing_watches.select_related("product"), pk=pk)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(StandingWatchSerializer(watch).data, status=code)

    def _add(self, data: Any) -> StandingWatch:
        new = NewStandingWatchSerializer.read(data, actor=self.actor)
        return actions.watch_new_cases(actor=self.actor, **new)


class StandingWatchView(OrganizationAPIView):
    @extend_schema(operation_id="end_standing_watch", tags=["cases"], responses={204: None})
    @requires(Capability.VIEW_ORG_CASES)
    def delete(self, request: PersonRequest, org: str, pk: int) -> Response:
        """End a standing watch."""
        own = request.user.standing_watches.filter(organization=self.actor.organization)
        actions.end_standing_watch(actor=self.actor, watch=get_object_or_404(own, pk=pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class MutingView(OrganizationAPIView):
    @extend_schema(operation_id="mute", tags=["cases"], request=None, responses={204: None})
    @requires()
    def post(self, request: PersonRequest, org: str, number: str) -> Response:
        """Hear no more of a case, whatever you watch. Twice is once."""
        actions.mute(actor=self.actor, case=find(self.actor, parse_number(number)))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(operation_id="unmute", tags=["cases"], responses={204: None})
    @requires()
    def delete(self, request: PersonRequest, org: str, number: str) -> Response:
        """Hear of it again, as far as you watch."""
        actions.unmute(actor=self.actor, case=find(self.actor, parse_number(number)))
        return Response(status=status.HTTP_204_NO_CONTENT)
