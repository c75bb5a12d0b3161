"""What moves a case, for programs: close, reopen, escalate."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from cases import actions, policy
from cases.api.finding import find, find_whole
from cases.api.matching import ETAG, MAY_MATCH, MUST_MATCH, ConditionalView, etag
from cases.api.shapes import CaseSerializer
from cases.forms import MAX_COMMENT
from cases.lifecycle import Verb
from cases.models import Case, Escalation, EscalationReason
from cases.models.case import parse_number
from orgs.actor import requires
from orgs.tokens import PersonRequest
from portal.idempotency import KEY, once
from portal.serializers import StrictSerializer

ANSWERS = {200: CaseSerializer, 201: CaseSerializer}


class ReasonSerializer(StrictSerializer[dict[str, str]]):
    reason = serializers.CharField(
        default="", allow_blank=True, max_length=MAX_COMMENT, help_text="Becomes a comment."
    )


class NewEscalationSerializer(StrictSerializer[dict[str, str]]):
    reason = serializers.ChoiceField(EscalationReason.choices)
    details = serializers.CharField(
        max_length=Escalation._meta.get_field("details").max_length, help_text="Markdown."
    )


class DeedView(ConditionalView):
    def done(self, do: Callable[[Case], Model]) -> Response:
        """Do it once; the case as it stands then."""
        case = find(self.actor, parse_number(self.kwargs["number"]))
        _pk, is_new = once(self.request, lambda _: do(case))
        whole = find_whole(self.actor, case.pk)
        return Response(
            CaseSerializer(whole, context={"actor": self.actor}).data,
            status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK,
            headers={"ETag": etag(self.actor, whole)},
        )

    def move(self, case: Case, verb: Verb, act: Callable[..., Case]) -> Case:
        """The right first: who lacks it needs no list of wrong fields."""
        policy.demand(self.actor, case, verb)
        said = ReasonSerializer.read(self.request.data)
        seen = self.version_seen(case, required=True)
        return act(actor=self.actor, case=case, version=seen, **said)


class ClosureView(DeedView):
    @extend_schema(
        operation_id="close_case",
        tags=["cases"],
        parameters=[KEY, MUST_MATCH, ETAG],
        request=ReasonSerializer,
        responses=ANSWERS,
    )
    @requires()
    def post(self, request: PersonRequest, org: str, number: str) -> Response:
        """Close a case."""
        return self.done(lambda case: self.move(case, Verb.CLOSE, actions.close))


class ReopeningView(DeedView):
    @extend_schema(
        operation_id="reopen_case",
        tags=["cases"],
        parameters=[KEY, MUST_MATCH, ETAG],
        request=ReasonSerializer,
        responses=ANSWERS,
    )
    @requires()
    def post(self, request: PersonRequest, org: str, number: str) -> Response:
        """Reopen a case, within 14 days of its closing."""
        return self.done(lambda case: self.move(case, Verb.REOPEN, actions.reopen))


class EscalationView(DeedView):
    @extend_schema(
        operation_id="escalate_case",
        tags=["cases"],
        parameters=[KEY, MAY_MATCH, ETAG],
        request=NewEscalationSerializer,
        responses=ANSWERS,
    )
    @requires()
    def post(self, request: PersonRequest, org: str, number: str) -> Response:
        """Escalate a case to management. It cannot be undone."""
        return self.done(self._escalate)

    def _escalate(self, case: Case) -> Escalation:
        policy.demand_escalation(self.actor, case)
        said: dict[str, Any] = NewEscalationSerializer.read(self.request.data)
        seen = self.version_seen(case)
        return actions.escalate(actor=self.actor, case=case, version=seen, **said)
