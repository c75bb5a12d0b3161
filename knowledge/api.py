"""The help center, for programs: the same articles for the same people."""

from typing import Any

from django.conf import settings
from django.db.models import F
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from knowledge.marks import plain_excerpt
from knowledge.models import LANGUAGES, Article, ArticleQuerySet, Tag
from knowledge.search import BEST_FIRST, search
from orgs.api import NamedProductSerializer
from orgs.tokens import PersonRequest
from portal.api import PageQuery, page_of, page_response
from portal.keyset import Key
from portal.serializers import UTCDateTimeField

NEWEST_FIRST = Key(F("updated_at"))


class ArticlesQuery(PageQuery):
    q = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=200,
        help_text="Words; the best answers come first, those in your language before the others.",
    )
    language = serializers.ChoiceField(
        LANGUAGES, required=False, help_text="Only those in this one."
    )
    product = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31, help_text="Only those about it."
    )
    tag = serializers.SlugField(required=False, help_text="Only those with it.")


class TagSerializer(serializers.Serializer[Tag]):
    slug = serializers.CharField()
    name = serializers.CharField(help_text="In your language.")


class ArticleRowSerializer(serializers.Serializer[Article]):
    slug = serializers.CharField(help_text="Its name in addresses.")
    url = serializers.SerializerMethodField(help_text="Its page.")
    topic = serializers.CharField(help_text="The same in each language of the article.")
    language = serializers.ChoiceField(LANGUAGES)
    title = serializers.CharField()
    excerpt = serializers.SerializerMethodField(
        help_text="Where the words of the search stand; without a search, nothing."
    )
    audience = serializers.ChoiceField(Article.Audience.choices)
    products = NamedProductSerializer(many=True)
    tags = TagSerializer(many=True)
    updated_at = UTCDateTimeField()

    def get_url(self, article: Article) -> str:
        return settings.SITE_URL + article.get_absolute_url()

    def get_excerpt(self, article: Article) -> str:
        return plain_excerpt(getattr(article, "excerpt", ""))


class TranslationSerializer(serializers.Serializer[Article]):
    language = serializers.ChoiceField(LANGUAGES)
    slug = serializers.CharField()


class ArticleSerializer(ArticleRowSerializer):
    excerpt = None  # type: ignore[assignment]
    body = serializers.CharField(help_text="Markdown.")
    translations = serializers.SerializerMethodField(help_text="Itself in the other languages.")

    @extend_schema_field(TranslationSerializer(many=True))
    def get_translations(self, article: Article) -> Any:
        readable = _readable(self.context["request"]).filter(topic=article.topic)
        others: Any = readable.exclude(pk=article.pk).only("language", "slug")
        return TranslationSerializer(others, many=True).data


class ArticlesView(APIView):
    @extend_schema(
        operation_id="articles",
        tags=["articles"],
        parameters=[ArticlesQuery],
        responses=page_of(ArticleRowSerializer),
    )
    def get(self, request: PersonRequest) -> Response:
        """Those that you may read: the newest first, or the best for a search."""
        query = ArticlesQuery.read(request.query_params)
        articles, key = _wanted(request, query)
        rows = articles.defer("search", "body").prefetch_related("products", "tags")
        return page_response(request, rows, key, ArticleRowSerializer, query)


class ArticleView(APIView):
    @extend_schema(operation_id="article", tags=["articles"], responses=ArticleSerializer)
    def get(self, request: PersonRequest, slug: str) -> Response:
        """One article."""
        rows = _readable(request).prefetch_related("products", "tags")
        article: Any = get_object_or_404(rows, slug=slug)
        return Response(ArticleSerializer(article, context={"request": request}).data)


def _wanted(request: PersonRequest, query: dict[str, Any]) -> tuple[ArticleQuerySet, Key]:
    names = {"language": "language", "product": "products", "tag": "tags__slug"}
    given = {field: query[name] for name, field in names.items() if name in query}
    articles = _readable(request).filter(**given)
    if not query["q"].strip():
        return articles, NEWEST_FIRST
    language = query.get("language") or request.user.language_or_default
    return search(articles, query["q"], language=language, marked=True), BEST_FIRST


def _readable(request: PersonRequest) -> ArticleQuerySet:
    return Article.objects.readable_by(request.user).defer("search")
