"""The help center: articles found and read."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from knowledge.models import Article, ArticleQuerySet
from knowledge.search import BEST_FIRST, search
from portal.keyset import CursorError, Key, Page, cut

PAGE_SIZE = 20
NEWEST_FIRST = Key(F("updated_at"))


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=200)


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest articles, or those that a search finds."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    articles, language = _readable(request), (get_language() or "en")[:2]
    if words:
        page = _page(request, search(articles, words, language=language), BEST_FIRST)
    else:
        page = _page(request, articles.filter(language=language), NEWEST_FIRST)
    context = {"form": form, "words": words, "page": page, "language": language}
    return render(request, "knowledge/index.html", context)


@login_not_required
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(_readable(request).prefetch_related("products"), slug=slug)
    return render(request, "knowledge/article.html", {"article": found})


def _readable(request: HttpRequest) -> ArticleQuerySet:
    return Article.objects.readable_by(request.user).defer("search")


def _page(request: HttpRequest, articles: ArticleQuerySet, key: Key) -> Page[Article]:
    """A cursor that leads nowhere leads to the first page."""
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        return cut(articles, key, size=PAGE_SIZE, **cursors)
    except CursorError:
        return cut(articles, key, size=PAGE_SIZE)
