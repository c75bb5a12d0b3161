"""The help center: articles found, read and judged."""

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from knowledge import actions
from knowledge.browsing import Browsing
from knowledge.close import Close, close_to
from knowledge.forms import OpinionForm
from knowledge.models import Article, ArticleImage, ArticleQuerySet
from knowledge.pages import page_of
from knowledge.related import related_to
from knowledge.search import BEST_FIRST, search
from orgs.actor import UserRequest
from portal import audit
from portal.files import show
from portal.keyset import Key, Page, turn_to

PAGE_SIZE = 20
FEW = 3
"""Found: what is close is shown too."""

NEWEST_FIRST = Key(F("updated_at"))


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is new, what helped others, or what a search finds."""
    asked = Browsing(_readable(request), (get_language() or "en")[:2], request.GET.dict())
    articles, key = _wanted(asked)
    page, notes = turn_to(articles.defer("search", "body"), key, request.GET, size=PAGE_SIZE)
    context = {
        "asked": asked,
        "words": asked.words,
        "language": asked.language,
        "page": page,
        "notes": asked.notes + notes,
        "close": _close(request, asked, page) if asked.words else None,
        "helpful": () if asked.is_narrowed else _most_helpful(asked),
    }
    return render(request, "knowledge/index.html", context)


@login_not_required
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    return _show(request, _find(request, slug), None)


@require_POST
def opinion(request: UserRequest, slug: str) -> HttpResponse:
    """Whether it helped; the words may come later, or never."""
    found = _find(request, slug)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    actions.judge(actor=request.user, article=found, **form.cleaned_data)
    return redirect(found.get_absolute_url() + "#opinion")


@login_not_required
@require_safe
def image(request: HttpRequest, slug: str, pk: uuid.UUID) -> FileResponse:
    """A picture of an article, for those who may read it."""
    articles = Article.objects.readable_by(request.user).filter(slug=slug)
    images = ArticleImage.objects.select_related("article").filter(article__in=articles)
    found = get_object_or_404(images, pk=pk)
    response = show(found.file, content_type=found.content_type)
    if found.article.audience == Article.Audience.PUBLIC:
        response["Cache-Control"] = "public, max-age=3600"
    return response


def _show(
    request: HttpRequest, article: Article, form: OpinionForm | None, status: int = 200
) -> HttpResponse:
    said = article.opinions.filter(user=request.user.pk).first() if request.user.pk else None
    initial = {"words": said.words} if said else None
    context = {
        "article": article,
        "page": page_of(article),
        "languages": _readable(request).filter(topic=article.topic).order_by("language"),
        "related": related_to(article, _readable(request)),
        "opinion": said,
        "form": form or OpinionForm(initial=initial),
        "site_url": settings.SITE_URL,
    }
    return render(request, "knowledge/article.html", context, status=status)


def _find(request: HttpRequest, slug: str) -> Article:
    whole = _readable(request).prefetch_related("products", "tags", "images")
    return get_object_or_404(whole, slug=slug)


def _readable(request: HttpRequest) -> ArticleQuerySet:
    return Article.objects.readable_by(request.user).defer("search")


def _wanted(asked: Browsing) -> tuple[ArticleQuerySet, Key]:
    if asked.words:
        found = search(
            asked.articles,
            asked.words,
            language=asked.language,
            product=asked.product,
            marked=True,
        )
        return found, BEST_FIRST
    return asked.articles.filter(language=asked.language), NEWEST_FIRST


def _most_helpful(asked: Browsing) -> ArticleQuerySet:
    return asked.readable.most_helpful(asked.language).defer("search", "body")[:5]


def _close(request: HttpRequest, asked: Browsing, page: Page[Article]) -> Close | None:
    """Where little was found: what is written nearly so; where nothing was: a note for writers."""
    if len(page.rows) >= FEW or page.previous or page.next:
        return None
    if not page.rows:
        asker = str(request.user.pk or audit.address.get())
        actions.note_fruitless(text=asked.words, language=asked.language, asker=asker)
    others = asked.readable.exclude(pk__in=[row.pk for row in page.rows])
    return close_to(others, asked.words, language=asked.language)
