"""What a mistyped search may have meant."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import reduce
from operator import add, or_
from typing import NamedTuple

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from knowledge.models import Article, ArticleQuerySet, Tag
from knowledge.synonyms import fold
from portal.words import is_any_of

WORDS, LEAST, MOST = 6, 3, 5
"""Words that are looked at, letters of a word, articles shown."""

LOOKED_AT = 30
"""Of what the index takes for alike; how words are really written is told by comparing them."""

ALIKE = 0.7
LEAST_ALIKE = "SET LOCAL pg_trgm.word_similarity_threshold = 0.3"
"""Two letters that changed places leave a third of a short word alike."""


class Close(NamedTuple):
    articles: list[Article]
    meant: str
    """The search in words of their titles and tags; empty if it is the same."""


def close_to(articles: ArticleQuerySet, text: str, *, language: str) -> Close:
    """Articles with words in title or tags that are written nearly so. Three queries."""
    words = [word for word in fold(text).split() if len(word) >= LEAST][:WORDS]
    if not words:
        return Close([], "")
    tags = [tag for tag in _tags(articles) if _is_close(words, tag.name_en, tag.name_fr)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LEAST_ALIKE)
        rows = list(_candidates(articles, words, tags, language))
    found = [row for row in rows if row.is_tagged or _is_close(words, row.title)][:MOST]
    spoken = (row.title for row in found), (tag.name for tag in tags)
    return Close(found, _meant(text, *(name for names in spoken for name in names)))


def _tags(articles: ArticleQuerySet) -> QuerySet[Tag]:
    """Of what may be read: the others tell nothing."""
    about = Article.tags.through.objects.filter(article__in=articles.order_by())
    return Tag.objects.filter(pk__in=about.values("tag"))


def _candidates(
    articles: ArticleQuerySet, words: list[str], tags: list[Tag], language: str
) -> ArticleQuerySet:
    tagged = Article.tags.through.objects.filter(tag__in=tags).values("article")
    similar = reduce(or_, (Q(title__trigram_word_similar=word) for word in words))
    return (
        articles.annotate(is_tagged=is_any_of(tagged), is_own_language=Q(language=language[:2]))
        .filter(similar | Q(is_tagged=True))
        .annotate(likeness=reduce(add, (TrigramWordSimilarity(word, "title") for word in words)))
        .order_by("-is_own_language", "-likeness", "pk")
        .defer("search", "body")[:LOOKED_AT]
    )


def _is_close(words: list[str], *names: str) -> bool:
    """Whether at least half of the words stand there, or nearly so."""
    known = [word for name in names for word in fold(name).split()]
    close = sum(bool(get_close_matches(word, known, 1, ALIKE)) for word in words)
    return close * 2 >= len(words)


def _meant(text: str, *names: str) -> str:
    spelled = {fold(word): word for name in names for word in _words(name)}
    said = fold(text).split()
    meant = [next(iter(get_close_matches(word, spelled, 1, ALIKE)), word) for word in said]
    return " ".join(spelled.get(word, word) for word in meant) if meant != said else ""


def _words(name: str) -> Iterable[str]:
    return re.findall(r"\w{3,}", name.lower())
