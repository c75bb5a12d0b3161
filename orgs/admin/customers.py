"""Organizations, what they are entitled to, their cloud projects."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from orgs.admin.entitlements import STATE_COLOURS, EntitlementFormSet
from orgs.appointments import has_system_admin
from orgs.models import (
    Entitlement,
    Membership,
    Organization,
    Project,
    ProjectMembership,
)
from portal.desk.base import DeskAdmin, DeskInline, ReadOnlyInline


class EntitlementInline(DeskInline):
    model = Entitlement
    formset = EntitlementFormSet
    autocomplete_fields = ["product"]
    ordering = ["product__name", "starts_on"]


class ProjectInline(DeskInline):
    model = Project
    autocomplete_fields = ["product"]
    hide_title = True


class MemberInline(ReadOnlyInline):
    """Who belongs to an organization is its own affair (matrix: manage members)."""

    model = Membership
    fields = readonly_fields = ["user", "held_roles"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        rows = super().get_queryset(request).select_related("user")
        return rows.prefetch_related("roles").order_by("user__first_name", "user__last_name")

    @display(description=_("roles"))
    def held_roles(self, membership: Membership) -> str:
        return ", ".join(role.get_role_display() for role in membership.roles.all()) or "–"


@admin.register(Organization)
class OrganizationAdmin(DeskAdmin):
    list_display = ["name", "product_line", "plan", "region", "account_number", "kind"]
    list_filter = [
        ("plan", RelatedDropdownFilter),
        ("region", ChoicesDropdownFilter),
        ("is_partner", BooleanRadioFilter),
        ("is_teams", BooleanRadioFilter),
    ]
    search_fields = ["name", "product_line", "slug", "account__number__exact"]
    list_select_related = ["plan", "account__user"]
    autocomplete_fields = ["account"]
    prepopulated_fields = {"slug": ["name", "product_line"]}
    fieldsets = [
        (None, {"fields": ["name", "product_line", "slug"]}),
        (_("Contract"), {"fields": ["account", "owner", "plan", "region"]}),
        (_("Kind"), {"fields": ["is_partner", "is_teams"]}),
    ]
    readonly_fields = ["owner"]
    inlines = [EntitlementInline, ProjectInline, MemberInline]
    change_form_before_template = "admin/orgs/organization/no_system_admin.html"

    def organization_of(self, row: Model) -> int:
        return row.pk

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The account brings the owner with it, and the address stands in mails already sent."""
        if obj is None:
            return ["owner"]
        return ["owner", "slug"] if request.user.is_superuser else ["owner", "slug", "account"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """With it would go roles and grants, which are not the vendor's to take."""
        return False

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        organization = context.get("original")
        if organization and request.user.is_superuser and not has_system_admin(organization):
            query = {"organization": organization.pk}
            context["appoint_url"] = reverse("admin:orgs_roleassignment_add", query=query)
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=_("account number"), ordering="account__number")
    def account_number(self, organization: Organization) -> str:
        return organization.account.number

    @display(description=_("kind"))
    def kind(self, organization: Organization) -> str:
        kinds = {_("partner"): organization.is_partner, _("teams"): organization.is_teams}
        return ", ".join(str(kind) for kind, applies in kinds.items() if applies) or "–"

    @display(description=_("account owner"))
    def owner(self, organization: Organization) -> str:
        user = organization.account.user if organization.account_id else None
        return format_html("{} · {}", user, user.email) if user else "–"


@admin.register(Entitlement)
class EntitlementAdmin(DeskAdmin):
    list_display = ["product", "organization", "starts_on", "ends_on", "state_tag"]
    list_filter = [
        ("organization", AutocompleteSelectFilter),
        ("product", AutocompleteSelectFilter),
        ("suspended_for", ChoicesDropdownFilter),
    ]
    search_fields = ["organization__name", "product__name"]
    list_select_related = ["organization", "product"]
    autocomplete_fields = ["organization", "product"]
    ordering = ["organization__name", "product__name", "starts_on"]

    @display(description=_("state"), label=STATE_COLOURS)
    def state_tag(self, entitlement: Entitlement) -> tuple[str, Any]:
        return entitlement.state, entitlement.state.label


class ProjectMemberInline(DeskInline):
    model = ProjectMembership
    autocomplete_fields = ["user"]
    hide_title = True


@admin.register(Project)
class ProjectAdmin(DeskAdmin):
    list_display = ["identifier", "name", "organization", "product"]
    list_filter = [
        ("organization", AutocompleteSelectFilter),
        ("product", AutocompleteSelectFilter),
    ]
    search_fields = ["identifier", "name"]
    list_select_related = ["organization", "product"]
    autocomplete_fields = ["organization", "product"]
    inlines = [ProjectMemberInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Cases point at the pair of organization and project."""
        return ["organization"] if obj else []
