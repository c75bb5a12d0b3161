"""Who asks; and how the API writes people and organizations."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from orgs.models import ApiToken, Organization, Product, SupportPlan, User
from orgs.models.organization import Region
from orgs.tokens import PersonRequest
from portal.serializers import NameField, UTCDateTimeField


class PersonSerializer(serializers.Serializer[User]):
    """What the pages show of people."""

    name = NameField()
    email = serializers.EmailField()


class NamedProductSerializer(serializers.Serializer[Product]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class TokenSerializer(serializers.Serializer[ApiToken]):
    name = serializers.CharField()
    scope = serializers.ChoiceField(ApiToken.Scope.choices)
    expires_at = UTCDateTimeField()


class MeSerializer(PersonSerializer):
    email_verified = serializers.BooleanField(source="has_verified_email")
    account_number = serializers.CharField(
        source="product_account.number",
        allow_null=True,
        help_text="Of the product account that is linked to you, if one is.",
    )
    language = serializers.CharField(source="language_or_default")
    time_zone = serializers.CharField(source="time_zone_or_default")
    token = serializers.SerializerMethodField(help_text="The one in use; null in a session.")

    @extend_schema_field(TokenSerializer(allow_null=True))
    def get_token(self, user: User) -> dict[str, Any] | None:
        token = self.context["request"].auth
        return TokenSerializer(token).data if token else None


class PlanSerializer(serializers.Serializer[SupportPlan]):
    key = serializers.CharField()
    name = serializers.CharField()


class OrganizationSerializer(serializers.Serializer[Organization]):
    slug = serializers.CharField(help_text="Its name in addresses.")
    name = serializers.CharField()
    product_line = serializers.CharField()
    region = serializers.ChoiceField(Region.choices)
    is_partner = serializers.BooleanField()
    is_teams = serializers.BooleanField()
    is_entitled = serializers.BooleanField(
        help_text="Whether there is support for any product today."
    )
    plan = PlanSerializer(allow_null=True)


class MeView(APIView):
    @extend_schema(operation_id="me", tags=["me"], responses=MeSerializer)
    def get(self, request: PersonRequest) -> Response:
        """Whom the token or the session belongs to."""
        return Response(MeSerializer(request.user, context={"request": request}).data)
