"""Finds articles by their words."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q

from knowledge.models import ArticleQuerySet

CONFIGS = ("english", "french", "simple")
MOST = 50


def search(articles: ArticleQuerySet, text: str, *, language: str) -> ArticleQuerySet:
    """Those with all the words, best first, the reader's language before the other.

    Words as in a search engine: "in this order", -without, one or another.
    """
    query = SearchQuery(text, config=CONFIGS[0], search_type="websearch")
    for config in CONFIGS[1:]:
        query |= SearchQuery(text, config=config, search_type="websearch")
    found = articles.filter(search=query).annotate(
        is_own_language=Q(language=language), rank=SearchRank(F("search"), query)
    )
    return found.order_by("-is_own_language", "-rank", "title")[:MOST]
