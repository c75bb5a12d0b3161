"""Finds articles by their words."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from knowledge.marks import marks_of
from knowledge.models import Article, ArticleQuerySet
from knowledge.synonyms import fold, in_other_words
from orgs.models import Product
from portal.keyset import Key
from portal.words import is_any_of, query, rank

BEST_FIRST = Key(F("relevance"), read=int, write=int)
"""To cut pages of what a search found."""

MOST_RANKED = 300
"""So many take part in the ranking: its cost has an end, whatever is common to all articles."""

ABOUT_PRODUCT, OWN_LANGUAGE, IN_TITLE = 4 * 10**8, 2 * 10**8, 10**8
"""What counts before the rank of the words."""


def search(
    articles: ArticleQuerySet,
    text: str,
    *,
    language: str,
    product: Product | None = None,
    marked: bool = False,
) -> ArticleQuerySet:
    """Those with all the words, the best first by their `relevance`: on the product, in the
    reader's language, with the words in the title.

    Words as in a search engine: "in this order", -without, one or another; beginnings of words,
    without accents, in other words that mean the same. One query for the latter. `marked` gives
    them a `marked_title` and an `excerpt`, to be shown by `knowledge.marks`.
    """
    words = query(text, *in_other_words(text))
    likely = _likely(articles.filter(search=words), text, language, product)
    found = articles.filter(is_any_of(likely)).annotate(
        relevance=_relevance(words, language, product), **(marks_of(words) if marked else {})
    )
    return found.order_by("-relevance", "-pk")


def _likely(
    found: ArticleQuerySet, text: str, language: str, product: Product | None
) -> QuerySet[Any, Any]:
    """The few hundred that are ranked: what tells them is cheap, unlike the rank itself."""
    named = reduce(or_, (Q(title__icontains=word) for word in fold(text).split()), Q(pk=None))
    worth = (
        _worth(4, is_about(product) if product else Q(pk=None))
        + _worth(2, Q(language=language[:2]))
        + _worth(1, named)
    )
    return found.order_by(worth.desc(), "-helped", "-pk").values("pk")[:MOST_RANKED]


def is_about(product: Product | None) -> Exists:
    """Whether an article is on the product."""
    return Exists(Article.products.through.objects.filter(article=OuterRef("pk"), product=product))


def _relevance(words: Any, language: str, product: Product | None) -> Any:
    score = rank(words) + _worth(OWN_LANGUAGE, Q(language=language[:2]))
    score += _worth(IN_TITLE, _in_title(words))
    return score + _worth(ABOUT_PRODUCT, is_about(product)) if product else score


def _worth(points: int, condition: Any) -> Case:
    return Case(When(condition, then=Value(points)), default=Value(0))


def _in_title(words: Any) -> Func:
    return Func(
        F("search"),
        words,
        template="(ts_filter(%(expressions)s)",
        arg_joiner=", '{a}') @@ ",
        output_field=BooleanField(),
    )
