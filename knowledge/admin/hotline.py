"""Whom customers call, and what they are told before (HOME-3)."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from knowledge.models import HotlineNumber
from portal.desk.base import DeskAdmin


@admin.register(HotlineNumber)
class HotlineNumberAdmin(DeskAdmin):
    list_display = ["region", "country_en", "country_fr", "phone"]
    list_display_links = ["country_en"]
    list_filter = [("region", ChoicesDropdownFilter)]
    search_fields = ["country_en", "country_fr", "phone"]
