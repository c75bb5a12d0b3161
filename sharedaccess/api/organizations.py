"""Which organizations a person has to do with, and what stands in the way there."""

from typing import Any

from django.db.models import F
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from orgs.access import Decision, Gate, walk
from orgs.access.decision import TITLES
from orgs.actor import Via, requires
from orgs.api import OrganizationSerializer
from orgs.roles import Capability
from orgs.tokens import PersonRequest
from portal.api import PageQuery, page_of, page_response
from portal.keyset import Key
from sharedaccess import doors
from sharedaccess.api.door import OrganizationAPIView

OLDEST_FIRST = Key(F("pk"), falls=False, read=int, write=int)


class OwnOrganizationSerializer(OrganizationSerializer):
    """With what the person is there."""

    via = serializers.ListField(
        child=serializers.ChoiceField([via.value for via in Via if via != Via.BADGE]),
        help_text="Whence your rights come.",
    )
    capabilities = serializers.ListField(
        child=serializers.ChoiceField([capability.value for capability in Capability]),
        help_text="What you may do, for at least some product.",
    )


class HelperSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    email = serializers.EmailField()


class RemedySerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    url = serializers.CharField(help_text="A page, relative to the site.")


class GateSerializer(serializers.Serializer[tuple[Gate, Decision | None]]):
    """One gate in front of a new case, with its answer."""

    gate = serializers.ChoiceField([gate.value for gate in Gate])
    title = serializers.CharField()
    state = serializers.ChoiceField(["passed", "failed", "not_checked"])
    code = serializers.CharField(help_text="Why, for programs; `ok` if it is passed.")
    reason = serializers.CharField(help_text="Why, in words.")
    helpers = HelperSerializer(many=True, help_text="Who can change it.")
    remedies = RemedySerializer(many=True)
    switch_to = serializers.ListField(
        child=serializers.CharField(), help_text="Organizations in which it would be passed."
    )


class AccessSerializer(serializers.Serializer[Any]):
    allowed = serializers.BooleanField()
    gates = GateSerializer(many=True)


class OrganizationsView(APIView):
    @extend_schema(
        operation_id="organizations",
        tags=["organizations"],
        parameters=[PageQuery],
        responses=page_of(OrganizationSerializer),
    )
    def get(self, request: PersonRequest) -> Response:
        """The organizations that you belong to, own, or were given access to."""
        rows = doors.with_support(doors.organizations_open_to(request.user)).select_related("plan")
        query = PageQuery.read(request.query_params)
        return page_response(request, rows, OLDEST_FIRST, OrganizationSerializer, query)


class OrganizationView(OrganizationAPIView):
    @extend_schema(
        operation_id="organization", tags=["organizations"], responses=OwnOrganizationSerializer
    )
    @requires()
    def get(self, request: PersonRequest, org: str) -> Response:
        """One organization, and what you may do there."""
        rows = doors.with_support(doors.organizations_open_to(request.user)).select_related("plan")
        organization = rows.get(pk=self.actor.organization.pk)
        rights = {"via": sorted(self.actor.via), "capabilities": sorted(self.actor.capabilities)}
        return Response(OrganizationSerializer(organization).data | rights)


class AccessView(OrganizationAPIView):
    @extend_schema(operation_id="access", tags=["organizations"], responses=AccessSerializer)
    @requires()
    def get(self, request: PersonRequest, org: str) -> Response:
        """Check my access: every gate in front of a new case, in order."""
        answers = walk(doors.facts(request.user, self.actor))
        allowed = all(decision is None or decision.allowed for _gate, decision in answers)
        gates = [_gate(gate, decision) for gate, decision in answers]
        return Response(AccessSerializer({"allowed": allowed, "gates": gates}).data)


def _gate(gate: Gate, decision: Decision | None) -> dict[str, Any]:
    said = decision or Decision(allowed=False, gate=gate, code="not-checked")
    state = "not_checked" if decision is None else "passed" if decision.allowed else "failed"
    return {
        **said.as_problem(),
        "gate": gate,
        "title": TITLES[gate],
        "state": state,
        "code": said.code,
    }
