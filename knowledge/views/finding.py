"""What search engines may find: public articles, and nothing of anybody's."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from knowledge.models import Article, ArticleQuerySet

CLOSED = ("/accounts/", "/account/", "/admin/", "/api/", "/invitations/", "/o/", "/scim/")


class Articles(Sitemap):  # type: ignore[type-arg]
    """What a stranger may read, in both languages."""

    protocol, domain = settings.SITE_URL.split("://")

    def items(self) -> ArticleQuerySet:
        articles = Article.objects.readable_by(AnonymousUser())
        return articles.only("slug", "updated_at").order_by("pk")

    def lastmod(self, article: Article) -> datetime:
        return article.updated_at

    def get_domain(self, site: object = None) -> str:
        """The configured origin, whatever host was asked."""
        return self.domain


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return sitemaps.sitemap(request, {"articles": Articles})


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = [f"Disallow: {path}" for path in CLOSED]
    searches = f"Disallow: {reverse('knowledge:index')}?"
    whole = f"Sitemap: {settings.SITE_URL}{reverse('knowledge:sitemap')}"
    lines = ["User-agent: *", *closed, searches, whole, ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
