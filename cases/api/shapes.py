"""How cases, comments and files are written."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.lifecycle import Side, Status
from cases.links import Kind, Link, links_of
from cases.models import Attachment, Case, Comment, Environment, Impact, Priority, Watcher
from cases.sla import State, state_of
from orgs.api import NamedProductSerializer, PersonSerializer
from orgs.models import Coverage, Project, ResponseTarget, User
from portal.serializers import ClockField, NameField, UTCDateTimeField


class NamedProjectSerializer(serializers.Serializer[Project]):
    identifier = serializers.CharField()
    name = serializers.CharField()


class AttachmentSerializer(serializers.Serializer[Attachment]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")
    content_type = serializers.CharField()


class CaseAttachmentSerializer(AttachmentSerializer):
    """In a list of its own. Needs the `actor` in its context."""

    comment = serializers.IntegerField(
        source="comment_id", allow_null=True, help_text="The comment that it came with, if any."
    )
    created_at = UTCDateTimeField()
    url = serializers.SerializerMethodField(help_text="Where its content is.")

    def get_url(self, attachment: Attachment) -> str:
        org, number = self.context["actor"].organization.slug, attachment.case.number
        address = reverse("api:attachment", args=[org, number, attachment.pk])
        return settings.SITE_URL + address


class WatcherSerializer(serializers.Serializer[Watcher]):
    id = serializers.IntegerField()
    name = serializers.CharField(source="user")
    email = serializers.EmailField(source="user.email")


class RequesterSerializer(serializers.Serializer[User]):
    name = NameField()


class TargetSerializer(serializers.Serializer[ResponseTarget]):
    amount = serializers.IntegerField()
    unit = serializers.ChoiceField(ResponseTarget.Unit.choices)
    coverage = serializers.ChoiceField(Coverage.choices)


class CaseRowSerializer(serializers.Serializer[Case]):
    """What a list shows. Needs the `actor` in its context."""

    number = serializers.CharField(help_text="What people call it: `E-000000017`.")
    url = serializers.SerializerMethodField(help_text="Its page.")
    title = serializers.CharField()
    status = serializers.ChoiceField(Status.choices)
    priority = serializers.ChoiceField(Priority.choices)
    product = NamedProductSerializer()
    requester = RequesterSerializer()
    opened_at = UTCDateTimeField()
    closed_at = UTCDateTimeField(allow_null=True)
    last_activity_at = UTCDateTimeField()
    escalated_at = UTCDateTimeField(allow_null=True, help_text="In its present opening.")
    first_response_due_at = UTCDateTimeField(
        allow_null=True, help_text="Until when the first answer is promised, if it is."
    )
    first_responded_at = UTCDateTimeField(allow_null=True)
    first_response_state = serializers.SerializerMethodField(
        help_text="As of now: a promise that breaks changes no `ETag`."
    )

    def get_url(self, case: Case) -> str:
        org = self.context["actor"].organization.slug
        return settings.SITE_URL + reverse("cases:detail", args=[org, case.number])

    @extend_schema_field(serializers.ChoiceField(State.choices, allow_null=True))
    def get_first_response_state(self, case: Case) -> str | None:
        return state_of(case)


class LinkSerializer(serializers.Serializer[Link]):
    """The other side, for who sees it."""

    kind = serializers.ChoiceField(Kind.choices, help_text="What it is to this case.")
    number = serializers.CharField(help_text="Of a historical case, its reference.")
    title = serializers.CharField(source="other.title")
    organization = serializers.SlugField(source="other.organization.slug")
    url = serializers.SerializerMethodField(help_text="Its page.")

    def get_url(self, link: Link) -> str:
        return settings.SITE_URL + link.other.get_absolute_url()


class CaseSerializer(CaseRowSerializer):
    """What the page of a case shows. As `find_whole` fetches it."""

    requester = PersonSerializer()  # type: ignore[assignment]
    version = serializers.IntegerField(help_text="Rises with each change; so does `ETag`.")
    description = serializers.CharField(help_text="Markdown.")
    issue_type = serializers.CharField(source="issue_type.key", allow_null=True)
    issue_reason = serializers.CharField(source="issue_reason.key", allow_null=True)
    project = NamedProjectSerializer(allow_null=True)
    project_note = serializers.CharField()
    project_url = serializers.CharField()
    environment = serializers.ChoiceField(Environment.choices, allow_blank=True)
    product_version = serializers.CharField()
    affected_url = serializers.CharField()
    impact = serializers.ChoiceField(Impact.choices, allow_blank=True)
    impact_statement = serializers.CharField()
    steps = serializers.CharField()
    expected = serializers.CharField()
    actual = serializers.CharField()
    recent_changes = serializers.CharField()
    contact_phone = serializers.CharField()
    contact_time_zone = serializers.CharField()
    contact_from = ClockField()
    contact_to = ClockField()
    reopen_until = UTCDateTimeField(allow_null=True)
    first_response_target = TargetSerializer(source="response_clock.target", allow_null=True)
    watchers = WatcherSerializer(many=True)
    attachments = AttachmentSerializer(source="own_files", many=True)
    links = serializers.SerializerMethodField(help_text="Follow-ups, and where it was refiled.")

    @extend_schema_field(LinkSerializer(many=True))
    def get_links(self, case: Case) -> Any:
        links: Any = links_of(self.context["actor"], case)
        return LinkSerializer(links, many=True).data


class AuthorSerializer(serializers.Serializer[Comment]):
    name = serializers.CharField(source="author")
    side = serializers.ChoiceField(Side.choices)


class CommentSerializer(serializers.Serializer[Comment]):
    id = serializers.IntegerField()
    author = AuthorSerializer(source="*")
    body = serializers.CharField(help_text="Markdown.")
    created_at = UTCDateTimeField()
    attachments = AttachmentSerializer(many=True)
