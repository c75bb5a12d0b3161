"""Incidents, maintenance and news are told here (HOME-6)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import action, display

from knowledge.actions import resolve
from knowledge.admin.languages import TwoLanguages
from knowledge.models import Announcement, AnnouncementUpdate
from portal.desk.base import DeskInline


class UpdateInline(DeskInline):
    model = AnnouncementUpdate
    fields = ["text_en", "text_fr", "written_at"]
    hide_title = True


@admin.register(Announcement)
class AnnouncementAdmin(TwoLanguages):
    list_display = ["named", "kind", "shown_from", "shown_until", "resolved_at"]
    list_filter = [("kind", ChoicesDropdownFilter), ("products", AutocompleteSelectFilter)]
    search_fields = ["title_en", "title_fr"]
    autocomplete_fields = ["products"]
    fieldsets = [
        (None, {"fields": ["kind", ("title_en", "title_fr"), ("text_en", "text_fr")]}),
        (_("Who is told, and when"), {"fields": ["products", "shown_from", "shown_until"]}),
        (_("End"), {"fields": ["resolved_at"]}),
    ]
    inlines = [UpdateInline]
    actions_submit_line = ["save_as_resolved"]

    @display(description=_("title"), ordering="title_en")
    def named(self, row: Announcement) -> str:
        return row.title

    @action(description=_("Save as resolved"), permissions=["change"])
    def save_as_resolved(self, request: HttpRequest, row: Announcement) -> None:
        if row.resolved_at is None:
            resolve(actor=request.user, announcement=row)  # type: ignore[arg-type]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        help_texts = {"products": _("Empty: everything, so that all customers are told.")}
        return super().get_form(request, obj, help_texts=help_texts, **kwargs)
