"""How the API writes members, roles and invitations, and how it reads which roles to give."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from orgs.api import NamedProductSerializer
from orgs.models import Invitation, Membership, Product, RoleAssignment
from orgs.roles import Role
from portal.problems import Unprocessable
from portal.serializers import StrictSerializer, UTCDateTimeField


class RoleSerializer(serializers.Serializer[RoleAssignment]):
    role = serializers.ChoiceField(Role.choices)
    products = serializers.SerializerMethodField(
        help_text="Those it was given for; null for all, and for a role without products."
    )

    @extend_schema_field(NamedProductSerializer(many=True, allow_null=True))
    def get_products(self, role: RoleAssignment) -> list[dict[str, Any]] | None:
        if role.all_products:
            return None
        return [{"id": product.pk, "name": product.name} for product in role.products.all()]


class MemberSerializer(serializers.Serializer[Membership]):
    id = serializers.IntegerField()
    name = serializers.CharField(source="user")
    email = serializers.EmailField(source="user.email")
    roles = serializers.SerializerMethodField(help_text="Those within your reach.")

    @extend_schema_field(RoleSerializer(many=True))
    def get_roles(self, member: Membership) -> Any:
        return RoleSerializer(self.context["reach"].seen_of(member), many=True).data


class GivenRoleSerializer(StrictSerializer[dict[str, Any]]):
    role = serializers.ChoiceField(Role.choices)
    products = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        default=None,
        allow_null=True,
        max_length=1000,
        help_text="Ids of products; null for all, and for a role without products.",
    )


class RolesSerializer(StrictSerializer[dict[str, Any]]):
    roles = serializers.ListField(child=GivenRoleSerializer(), max_length=len(Role))


class NewInvitationSerializer(RolesSerializer):
    email = serializers.EmailField(max_length=254)
    language = serializers.ChoiceField(settings.LANGUAGES, help_text="Of the mail.")


class InvitedRoleSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(Role.choices)
    products = serializers.ListField(child=serializers.IntegerField(), allow_null=True)


class InvitationSerializer(serializers.Serializer[Invitation]):
    """Pending: neither accepted nor revoked; one that expired can be sent again."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    language = serializers.ChoiceField(settings.LANGUAGES)
    invited_by = serializers.CharField()
    expires_at = UTCDateTimeField()
    roles = serializers.SerializerMethodField()

    @extend_schema_field(InvitedRoleSerializer(many=True))
    def get_roles(self, invitation: Invitation) -> list[dict[str, Any]]:
        return [{"role": role, "products": keys} for role, keys in invitation.wanted.items()]


class OfferedRoleSerializer(serializers.Serializer[Any]):
    """A role that you may give."""

    role = serializers.ChoiceField(Role.choices)
    name = serializers.CharField()
    meaning = serializers.CharField()
    products = NamedProductSerializer(
        many=True, allow_null=True, help_text="To choose from; null for a role without products."
    )


def read_roles(given: Mapping[str, Any]) -> dict[Role, list[Product] | None]:
    """What the actions take. Raises Unprocessable for products that there are not."""
    keys = {key for one in given["roles"] for key in one["products"] or ()}
    products = Product.objects.in_bulk(keys)
    if len(products) < len(keys):
        raise Unprocessable(_("Choose products of this organization."), code="unknown-product")
    return {
        Role(one["role"]): one["products"] and [products[key] for key in one["products"]]
        for one in given["roles"]
    }
