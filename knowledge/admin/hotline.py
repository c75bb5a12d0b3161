"""Whom customers call, and what they are told before (HOME-3)."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from knowledge.admin.languages import TwoLanguages
from knowledge.models import HotlineAdvice, HotlineNumber
from portal.desk.base import DeskAdmin


@admin.register(HotlineNumber)
class HotlineNumberAdmin(DeskAdmin):
    list_display = ["region", "country_en", "country_fr", "phone"]
    list_display_links = ["country_en"]
    list_filter = [("region", ChoicesDropdownFilter)]
    search_fields = ["country_en", "country_fr", "phone"]


@admin.register(HotlineAdvice)
class HotlineAdviceAdmin(TwoLanguages):
    """The one row is edited, never made twice."""

    prose = ("first", "ready")
    list_display = ["__str__"]
    fieldsets = [(None, {"fields": [("first_en", "first_fr"), ("ready_en", "ready_fr")]})]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not HotlineAdvice.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
