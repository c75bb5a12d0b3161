"""How shared access is written, and read."""

from typing import Any

from rest_framework import serializers

from orgs.api import PersonSerializer
from orgs.models import Organization
from orgs.roles import Resource
from portal.serializers import NameField, StrictSerializer, UTCDateTimeField
from sharedaccess.models import Grant


class GranteeSerializer(PersonSerializer):
    account_number = serializers.CharField(
        source="product_account.number", allow_null=True, default=None
    )


class GrantSerializer(serializers.Serializer[Grant]):
    id = serializers.IntegerField()
    grantee = GranteeSerializer()
    share_name = serializers.CharField()
    resources = serializers.ListField(child=serializers.ChoiceField(Resource.choices))
    source = serializers.ChoiceField(Grant.Source.choices)  # type: ignore[assignment]
    granted_at = UTCDateTimeField()
    expires_at = UTCDateTimeField(allow_null=True, help_text="When access ends by itself.")
    last_used_at = UTCDateTimeField(allow_null=True, help_text="To the hour.")


def _resources(**options: Any) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ChoiceField(Resource.choices), max_length=len(Resource), **options
    )


def _last_day(**options: Any) -> serializers.DateField:
    return serializers.DateField(
        allow_null=True, help_text="The last day, in your time zone.", **options
    )


class NewGrantSerializer(StrictSerializer[dict[str, Any]]):
    account_number = serializers.CharField(
        source="number", max_length=40, help_text="The person's own: `ACC-000123456`."
    )
    email = serializers.EmailField(help_text="With which the person signs in.")
    share_name = serializers.CharField(max_length=120)
    resources = _resources()
    expires_on = _last_day(default=None)


class ChangeSerializer(StrictSerializer[dict[str, Any]]):
    share_name = serializers.CharField(max_length=120, required=False)
    resources = _resources(required=False, help_text="All that it opens; none gives nothing.")
    expires_on = _last_day(required=False)


class SharingOrganizationSerializer(serializers.Serializer[Organization]):
    slug = serializers.CharField()
    name = NameField()
    account_number = serializers.CharField(source="account.number")
    owner = PersonSerializer(source="account.user", allow_null=True)


class ShareSerializer(serializers.Serializer[Grant]):
    """What somebody shares with you."""

    organization = SharingOrganizationSerializer()
    share_name = serializers.CharField()
    resources = serializers.ListField(child=serializers.ChoiceField(Resource.choices))
    expires_at = UTCDateTimeField(allow_null=True)
