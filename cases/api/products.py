"""What a program's person can open a case for, and what is asked then."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from cases.api.shapes import NamedProjectSerializer
from cases.models import IssueReason, IssueType
from cases.wizard.offer import OfferedProduct, offer_for
from orgs.actor import requires
from orgs.models import ProductField
from orgs.roles import Capability
from orgs.tokens import PersonRequest
from sharedaccess.api import OrganizationAPIView


class FieldSerializer(serializers.Serializer[Any]):
    name = serializers.ChoiceField(ProductField.Name.choices)
    required = serializers.BooleanField()  # type: ignore[assignment]


class ProductSerializer(serializers.Serializer[OfferedProduct]):
    id = serializers.IntegerField(source="product.pk")
    name = serializers.CharField(source="product.name")
    family = serializers.CharField(source="product.family.name")
    warning = serializers.CharField(
        source="product.warning", help_text="For who chooses it; never a reason to stop."
    )
    form = FieldSerializer(many=True, help_text="The optional fields that it asks for.")
    asks_project = serializers.BooleanField(
        help_text="Whether `project` is asked: one of `projects`, or `not-listed`."
    )
    projects = NamedProjectSerializer(many=True, help_text="Cloud projects that you work in.")
    asks_project_url = serializers.BooleanField(source="product.asks_project_url")
    project_url_hosts = serializers.CharField(
        source="product.project_url_hosts", help_text="Patterns; none allows any."
    )

    def to_representation(self, offered: OfferedProduct) -> dict[str, Any]:
        asked = [{"name": name, "required": must} for name, must in offered.asks.items()]
        row: Any = {
            "product": offered.product,
            "form": asked,
            "asks_project": offered.asks_project,
            "projects": offered.projects.values(),
        }
        return super().to_representation(row)


class IssueTypeSerializer(serializers.Serializer[IssueType]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    asks_marketplace = serializers.SerializerMethodField(
        help_text="Whether `marketplace` is asked."
    )

    def get_asks_marketplace(self, issue_type: IssueType) -> bool:
        return issue_type.kind == IssueType.Kind.MARKETPLACE


class IssueReasonSerializer(serializers.Serializer[IssueReason]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_for = serializers.CharField()
    not_for = serializers.CharField()


class OfferSerializer(serializers.Serializer[Any]):
    products = ProductSerializer(many=True)
    issue_types = IssueTypeSerializer(many=True)
    issue_reasons = IssueReasonSerializer(many=True)


class ProductsView(OrganizationAPIView):
    @extend_schema(operation_id="products", tags=["cases"], responses=OfferSerializer)
    @requires(Capability.OPEN_CASE)
    def get(self, request: PersonRequest, org: str) -> Response:
        """The products that you can open a case for, and what a case of each is asked."""
        offer = offer_for(self.actor)
        offered = {
            "products": offer.products.values(),
            "issue_types": offer.issue_types.values(),
            "issue_reasons": offer.issue_reasons.values(),
        }
        return Response(OfferSerializer(offered).data)
