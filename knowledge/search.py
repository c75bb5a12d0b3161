"""Finds articles by their words."""

from django.db.models import Q

from knowledge.models import ArticleQuerySet
from portal.words import query, rank

MOST = 50


def search(articles: ArticleQuerySet, text: str, *, language: str) -> ArticleQuerySet:
    """Those with all the words, best first, the reader's language before the other.

    Words as in a search engine: "in this order", -without, one or another.
    """
    words = query(text)
    found = articles.filter(search=words).annotate(
        is_own_language=Q(language=language), rank=rank(words)
    )
    return found.order_by("-is_own_language", "-rank", "title")[:MOST]
