"""What a mistyped search may have meant."""

import re
from difflib import get_close_matches
from functools import reduce
from operator import add, or_
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, Func, Q, QuerySet
from django.db.models.fields import BooleanField

from knowledge.models import Article, ArticleQuerySet, Tag
from knowledge.synonyms import fold

WORDS, LEAST, MOST = 6, 3, 5
"""Words that are looked at, letters of a word, articles shown."""

ENOUGH = 0.4
"""How alike the words are to those of a title, on the average."""


class Close(NamedTuple):
    articles: list[Article]
    meant: str
    """The search in words of their titles; empty if it is the same."""


def close_to(articles: ArticleQuerySet, text: str, *, language: str) -> Close:
    """Articles with words in title or tags that are written nearly so. One query."""
    words = [word for word in fold(text).split() if len(word) >= LEAST][:WORDS]
    if not words:
        return Close([], "")
    likeness = reduce(add, (TrigramWordSimilarity(word, "title") for word in words)) / len(words)
    found = articles.annotate(
        is_own_language=Q(language=language[:2]),
        likeness=likeness,
        tagged=_is_any_of(_tagged(words)),
    )
    near = found.filter(_near(words, "title") | Q(tagged=True))
    rows = list(
        near.filter(Q(likeness__gte=ENOUGH) | Q(tagged=True))
        .order_by("-is_own_language", "-likeness", "pk")
        .defer("search", "body")[:MOST]
    )
    return Close(rows, _meant(text, [row.title for row in rows]))


def _near(words: list[str], field: str) -> Q:
    return reduce(or_, (Q((f"{field}__trigram_word_similar", word)) for word in words))


def _tagged(words: list[str]) -> QuerySet[Any, Any]:
    tags = Tag.objects.filter(_near(words, "name_en") | _near(words, "name_fr"))
    through = Article.tags.through.objects.filter(tag__in=tags.order_by().values("pk"))
    return through.values("article")


def _is_any_of(rows: QuerySet[Any, Any]) -> Func:
    return Func(
        F("pk"),
        ArraySubquery(rows),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def _meant(text: str, titles: list[str]) -> str:
    known = {word for title in titles for word in re.findall(r"[\w’'-]{3,}", title.lower())}
    spelled = {fold(word): word for word in known}
    said = fold(text).split()
    meant = [next(iter(get_close_matches(word, spelled, 1, 0.7)), word) for word in said]
    return " ".join(spelled.get(word, word) for word in meant) if meant != said else ""
