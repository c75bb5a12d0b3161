"""Who gets the notifications of a case, for programs (CASE-3)."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from cases import actions, policy
from cases.api.finding import find
from cases.api.matching import MAY_MATCH, ConditionalView
from cases.api.shapes import WatcherSerializer
from cases.models import Case, Watcher
from cases.models.case import parse_number
from orgs.actor import requires
from orgs.tokens import PersonRequest
from portal.idempotency import KEY, once
from portal.problems import Unprocessable
from portal.serializers import StrictSerializer


class NewWatcherSerializer(StrictSerializer[dict[str, str]]):
    email = serializers.EmailField(help_text="Of somebody of the organization.")


class WatchersView(ConditionalView):
    @extend_schema(operation_id="watchers", tags=["cases"], responses=WatcherSerializer(many=True))
    @requires()
    def get(self, request: PersonRequest, org: str, number: str) -> Response:
        """Who watches a case; ten people at most."""
        case = find(self.actor, parse_number(number))
        rows: Any = case.watchers.select_related("user").order_by("created_at")
        return Response(WatcherSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="add_watcher",
        tags=["cases"],
        parameters=[KEY, MAY_MATCH],
        request=NewWatcherSerializer,
        responses={200: WatcherSerializer, 201: WatcherSerializer},
    )
    @requires()
    def post(self, request: PersonRequest, org: str, number: str) -> Response:
        """Add a watcher. Who watches already is answered as before."""
        case = find(self.actor, parse_number(number))
        pk, is_new = once(request, lambda _: self._add(case, request.data))
        watcher = get_object_or_404(case.watchers.select_related("user"), pk=pk)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return Response(WatcherSerializer(watcher).data, status=code)

    def _add(self, case: Case, data: Any) -> Watcher:
        """The right first: who lacks it needs no list of wrong fields."""
        policy.demand_watchers(self.actor, case)
        new, seen = NewWatcherSerializer.read(data), self.version_seen(case)
        watcher = actions.watch(actor=self.actor, case=case, version=seen, **new)
        if watcher is None:
            reason = _("The requester hears of everything anyway.")
            raise Unprocessable(reason, code="is-requester")
        return watcher


class WatcherView(ConditionalView):
    @extend_schema(
        operation_id="remove_watcher",
        tags=["cases"],
        parameters=[MAY_MATCH],
        responses={204: None},
    )
    @requires()
    def delete(self, request: PersonRequest, org: str, number: str, pk: int) -> Response:
        """Remove a watcher, or stop watching yourself."""
        case = find(self.actor, parse_number(number))
        watcher = get_object_or_404(case.watchers, pk=pk)
        seen = self.version_seen(case)
        actions.unwatch(actor=self.actor, case=case, watcher=watcher, version=seen)
        return Response(status=status.HTTP_204_NO_CONTENT)
