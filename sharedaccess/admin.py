"""Shared access, for reading: only the account owner gives and takes it (SHA-2)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import action, display

from orgs.roles import Resource
from portal.desk.base import ReadOnlyAdmin
from sharedaccess.models import Grant
from sharedaccess.projects import UploadForm


class ExpiryFilter(admin.SimpleListFilter):
    title = _("Expiry date")
    parameter_name = "expired"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Expired")), ("no", _("Not expired"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Grant]) -> QuerySet[Grant]:
        expired = Grant.objects.expired().values("pk")
        ways = {"yes": queryset.filter(pk__in=expired), "no": queryset.exclude(pk__in=expired)}
        return ways.get(self.value() or "", queryset)


@admin.register(Grant)
class GrantAdmin(ReadOnlyAdmin):
    """Read only for superusers too: the remedy is the owner."""

    list_display = [
        "grantee",
        "organization",
        "share_name",
        "opens",
        "source",
        "expires_at",
        "last_used_at",
    ]
    list_filter = [
        ("organization", AutocompleteSelectFilter),
        ("source", ChoicesDropdownFilter),
        ExpiryFilter,
    ]
    search_fields = ["grantee__email", "organization__name", "share_name"]
    list_select_related = ["grantee", "organization"]
    ordering = ["organization__name", "pk"]
    fields = [
        "organization",
        "grantee",
        "share_name",
        "opens",
        "source",
        "granted_by",
        "granted_at",
        "expires_at",
        "last_used_at",
    ]

    actions_list = ["synchronization"]

    @action(
        description=_("Synchronize cloud projects"),
        url_path="synchronization",
        permissions=["synchronize"],
    )
    def synchronization(self, request: HttpRequest) -> HttpResponse:
        """Take in a file of the console; nothing else here makes or changes a grant (SHA-8)."""
        form = UploadForm(request.POST or None, request.FILES or None)
        outcome = form.synchronize() if form.is_valid() else None
        context = self.admin_site.each_context(request) | {
            "title": _("Synchronize cloud projects"),
            "form": form,
            "outcome": outcome,
        }
        status = 422 if form.errors else 200
        return render(request, "admin/sharedaccess/synchronization.html", context, status=status)

    def has_synchronize_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("orgs.change_projectmembership")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Grant]:
        """A deleted grant is found in the audit log only (SHA-7)."""
        return super().get_queryset(request).filter(revoked_at=None)

    @display(description=_("resources"))
    def opens(self, grant: Grant) -> str:
        return ", ".join(str(Resource(name).label) for name in grant.resources) or "–"
