"""Rows that say the same in two languages, written side by side and looked at before saving."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import path

from knowledge.models import LANGUAGES
from portal.desk.base import DeskAdmin


class TwoLanguages(DeskAdmin):
    """With a preview of `title_…` and of the `prose` in Markdown, that of the inlines too."""

    prose: tuple[str, ...] = ("text",)
    change_form_after_template = "admin/knowledge/preview_button.html"

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        preview = self.admin_site.admin_view(self.preview)
        return [path("preview/", preview, name=name), *super().get_urls()]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """What is typed, as customers would read it; nothing is saved."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": self.opts.verbose_name,
            "versions": [self._version(request.POST, *language) for language in LANGUAGES],
        }
        return TemplateResponse(request, "admin/knowledge/preview.html", context)

    def _version(self, typed: QueryDict, code: str, name: Any) -> dict[str, Any]:
        """Rows that a page keeps to copy for new ones are not typed."""
        ends = tuple(f"{field}_{code}" for field in self.prose)
        texts = [
            text
            for field, text in typed.items()
            if field.endswith(ends) and "__prefix__" not in field and text
        ]
        title = typed.get(f"title_{code}", "")
        return {"code": code, "name": name, "title": title, "texts": texts}
