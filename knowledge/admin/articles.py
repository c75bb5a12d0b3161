"""Articles are written here, with a look at it before it is published (HOME-2)."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    ChoicesDropdownFilter,
)

from knowledge.models import Article, Tag
from portal.desk.base import DeskAdmin


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    list_display = ["slug", "name_en", "name_fr"]
    search_fields = ["slug", "name_en", "name_fr"]


@admin.register(Article)
class ArticleAdmin(DeskAdmin):
    list_display = ["title", "language", "audience", "is_published", "updated_at"]
    list_filter = [
        ("language", ChoicesDropdownFilter),
        ("is_published", BooleanRadioFilter),
        ("audience", ChoicesDropdownFilter),
        ("products", AutocompleteSelectFilter),
    ]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["products", "tags"]
    prepopulated_fields = {"slug": ["title"], "topic": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "topic", "language", "body"]}),
        (_("Readers"), {"fields": ["products", "tags", "audience", "is_published"]}),
    ]
    change_form_after_template = "admin/knowledge/article/preview_button.html"

    def get_urls(self) -> list[Any]:
        preview = self.admin_site.admin_view(self.preview)
        return [path("preview/", preview, name="knowledge_article_preview"), *super().get_urls()]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """What is typed, as customers would read it; nothing is saved."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": request.POST.get("title", ""),
            "body": request.POST.get("body", ""),
        }
        return TemplateResponse(request, "admin/knowledge/article/preview.html", context)
