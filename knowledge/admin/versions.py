"""The versions of an article: looked through, compared, restored (HOME-2)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge import actions
from knowledge.diffs import changes
from knowledge.models import Article, ArticleVersion
from portal.problems import Conflict

SHOWN = 100


class Versions:
    """Pages of the article's admin."""

    admin_site: Any
    has_change_permission: Any
    has_view_or_change_permission: Any
    log_change: Any

    def version_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        name = "knowledge_article_%s"
        return [
            path("<int:pk>/versions/", wrap(self.versions), name=name % "versions"),
            path(
                "<int:pk>/versions/<int:number>/restoration/",
                wrap(require_POST(self.restore)),
                name=name % "restore",
            ),
        ]

    def versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The newest hundred; one of them against another, by default the newest two."""
        article = self.find(request, pk)
        rows = list(article.versions.select_related("written_by").defer("body")[:SHOWN])
        newest = rows[0].number if rows else 0
        new, old = _number(request, "new", newest), _number(request, "old", 0)
        context = self.admin_site.each_context(request) | {
            "title": _("Versions of “%(article)s”") % {"article": article},
            "article": article,
            "versions": rows,
            "newest": newest,
            "compared": _compare(article, new, old or new - 1),
            "may_restore": self.has_change_permission(request, article),
        }
        return TemplateResponse(request, "admin/knowledge/article/versions.html", context)

    def restore(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        article = self.find(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        get_object_or_404(article.versions, number=number)
        seen = _number(request, "seen", 0)
        try:
            version = actions.restore(
                actor=request.user,  # type: ignore[arg-type]
                article=article,
                number=number,
                seen=seen,
            )
        except Conflict as conflict:
            messages.error(request, str(conflict))
        else:
            change = {"before": {"version": seen}, "after": {"version": version.number}}
            self.log_change(request, article, change)
            messages.success(request, _("Version %(n)s is what customers read.") % {"n": number})
        return redirect("admin:knowledge_article_versions", article.pk)

    def find(self, request: HttpRequest, pk: int) -> Article:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Article.objects.defer("search"), pk=pk)


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = (request.POST or request.GET).get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default


def _compare(article: Article, new: int, old: int) -> dict[str, Any] | None:
    """Nothing where there is no such version; the first one has none before it."""
    rows = {row.number: row for row in article.versions.filter(number__in=(new, old))}
    if new not in rows:
        return None
    after, before = rows[new], rows.get(old, ArticleVersion(number=0, title="", body=""))
    return {"new": after, "old": before, "lines": changes(_whole(before), _whole(after))}


def _whole(version: ArticleVersion) -> str:
    return f"{version.title}\n\n{version.body}" if version.number else ""
