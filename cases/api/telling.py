"""What the vendor tells, for programs: announcements and events (HOME-4, HOME-6)."""

import uuid
from typing import Any

from django.db.models import F
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from knowledge.announcements import announcements_of
from knowledge.models import Announcement, Event
from orgs.actor import requires
from orgs.tokens import PersonRequest
from portal.api import PageQuery, page_of, page_response
from portal.keyset import Key
from portal.serializers import UTCDateTimeField
from sharedaccess.api import OrganizationAPIView

NEWEST_FIRST = Key(F("shown_from"))
SOONEST_FIRST = Key(F("starts_at"), falls=False, read_pk=uuid.UUID)


class UpdateSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(help_text="Markdown.")
    written_at = UTCDateTimeField()


class AnnouncementSerializer(serializers.Serializer[Announcement]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Announcement.Kind.choices)
    title = serializers.CharField()
    text = serializers.CharField(help_text="Markdown.")
    products = serializers.ListField(
        child=serializers.CharField(), source="product_names", help_text="None: everything."
    )
    shown_from = UTCDateTimeField()
    resolved_at = UTCDateTimeField(allow_null=True, help_text="None: it goes on.")
    updates = UpdateSerializer(many=True, source="updates.all", help_text="The newest first.")


class EventSerializer(serializers.Serializer[Event]):
    id = serializers.UUIDField()
    series = serializers.SlugField(source="series.slug")
    title = serializers.CharField(source="series.title")
    subject = serializers.CharField()
    starts_at = UTCDateTimeField()
    ends_at = UTCDateTimeField()
    time_zone = serializers.CharField(help_text="Where it takes place.")
    registration_url = serializers.CharField()
    is_cancelled = serializers.BooleanField()


class AnnouncementsView(OrganizationAPIView):
    @extend_schema(
        operation_id="announcements",
        tags=["organizations"],
        parameters=[PageQuery],
        responses=page_of(AnnouncementSerializer),
    )
    @requires()
    def get(self, request: PersonRequest, org: str) -> Response:
        """What goes on with what the organization uses, and what is resolved."""
        rows = announcements_of(self.actor.organization)
        query = PageQuery.read(request.query_params)
        return page_response(request, rows, NEWEST_FIRST, AnnouncementSerializer, query)


class EventsView(APIView):
    @extend_schema(
        operation_id="events",
        tags=["events"],
        parameters=[PageQuery],
        responses=page_of(EventSerializer),
    )
    def get(self, request: PersonRequest) -> Response:
        """The events to come, the next one first."""
        rows = Event.objects.upcoming().select_related("series")
        query = PageQuery.read(request.query_params)
        return page_response(request, rows, SOONEST_FIRST, EventSerializer, query)
