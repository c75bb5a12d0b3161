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

from knowledge import actions
from knowledge.admin.forms import ArticleForm
from knowledge.admin.images import Images, image_address
from knowledge.admin.versions import Versions
from knowledge.models import Article, Tag
from knowledge.pages import preview_of
from portal.desk.base import DeskAdmin


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    list_display = ["slug", "name_en", "name_fr"]
    search_fields = ["slug", "name_en", "name_fr"]


@admin.register(Article)
class ArticleAdmin(Versions, Images, DeskAdmin):
    form = ArticleForm
    list_display = ["title", "language", "audience", "is_published", "helped", "updated_at"]
    list_filter = [
        ("language", ChoicesDropdownFilter),
        ("is_published", BooleanRadioFilter),
        ("audience", ChoicesDropdownFilter),
        ("products", AutocompleteSelectFilter),
        ("tags", AutocompleteSelectFilter),
    ]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["products", "tags"]
    prepopulated_fields = {"slug": ["title"], "topic": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "topic", "language", "body", "seen"]}),
        (_("Readers"), {"fields": ["products", "tags", "audience", "is_published"]}),
    ]
    change_form_before_template = "admin/knowledge/article/beside.html"
    change_form_after_template = "admin/knowledge/article/preview_button.html"

    def get_urls(self) -> list[Any]:
        """Before Django's own, whose last one takes everything."""
        preview = self.admin_site.admin_view(self.preview)
        return [
            path("preview/", preview, name="knowledge_article_preview"),
            *self.version_urls(),
            *self.image_urls(),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if form.changed_data or not change:
            seen = form.cleaned_data["seen"]
            actions.write(actor=request.user, article=obj, seen=seen)  # type: ignore[arg-type]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """What is typed, as customers would read it; nothing is saved."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": request.POST.get("title", ""),
            "page": preview_of(request.POST.get("body", ""), image_address),
        }
        return TemplateResponse(request, "admin/knowledge/article/preview.html", context)
