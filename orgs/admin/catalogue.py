"""What is sold and supported: products, the questions they ask, the teams they are routed to."""

from typing import Any

from django.contrib import admin
from django.db.models import ManyToManyField, Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import BooleanRadioFilter, RelatedDropdownFilter
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from orgs.models import Product, ProductFamily, ProductField, SupportTeam, User
from portal.desk.base import DeskAdmin, DeskInline


class ProductFieldInline(DeskInline):
    """Which questions the wizard asks for the product is data, not code (WIZ-2)."""

    model = ProductField
    hide_title = True


@admin.register(Product)
class ProductAdmin(DeskAdmin):
    list_display = ["name", "family", "team", "is_cloud", "asks_project_url"]
    list_filter = [
        ("family", RelatedDropdownFilter),
        ("team", RelatedDropdownFilter),
        ("is_cloud", BooleanRadioFilter),
    ]
    search_fields = ["name"]
    list_select_related = ["family", "team"]
    inlines = [ProductFieldInline]
    fieldsets = [
        (None, {"fields": ["name", "family", "team"]}),
        (_("Cloud"), {"fields": ["is_cloud", "asks_project_url", "project_url_hosts"]}),
        (_("Warning when chosen"), {"fields": ["warning_en", "warning_fr"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(ProductFamily)
class ProductFamilyAdmin(DeskAdmin):
    search_fields = ["name"]


@admin.register(SupportTeam)
class SupportTeamAdmin(DeskAdmin):
    list_display = ["name", "email", "language"]
    search_fields = ["name", "email"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Only those who work for the vendor join a team."""
        if db_field.name == "agents":
            staff = User.objects.filter(is_staff=True, is_active=True)
            kwargs["queryset"] = staff.order_by("first_name", "last_name")
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        return super().formfield_for_manytomany(db_field, request, **kwargs)
