"""Full-text search in English and French, whatever the accents and endings."""

import re
from functools import reduce
from operator import add, or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import (
    CombinedSearchQuery,
    SearchQuery,
    SearchRank,
    SearchVector,
)
from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet, TextField
from django.db.models.functions import Cast

CONFIGS = ("guichet_simple", "guichet_english", "guichet_french", "french")
"""Made by a migration: words without their accents, as they are and as each language inflects them.

French with accents too: only they tell that *imprimée* comes from *imprimer*.
"""

LANGUAGES = {"en": "guichet_english", "fr": "guichet_french"}

SIGNS = re.compile(
    "[\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    "\u2000-\u206f\u20a0-\u20cf\u2122\u2190-\u2bff\u3000-\u303f]"
)
"""What PostgreSQL's parser would take for letters; `guichet_words` says the same there."""

OPERATORS = re.compile(r"[\"-]|\bor\b", re.IGNORECASE)
PRECISION = 1_000_000


def vector(**fields: str) -> Any:
    """What a row is found by: `weight="field field"`, read in each of the languages."""
    parts = (
        SearchVector(*map(_words, names.split()), weight=weight, config=config)
        for weight, names in fields.items()
        for config in CONFIGS
    )
    return reduce(add, parts)


def _words(name: str) -> Func:
    return Func(F(name), function="guichet_words", output_field=TextField())


def typed(text: str) -> str:
    """A text as a query reads it: without the signs that stick to words, but for its quotes."""
    return SIGNS.sub(" ", re.sub("[\u201c\u201d\u201e\u00ab\u00bb]", '"', text))


def query(text: str, *others: str) -> SearchQuery | CombinedSearchQuery:
    """All of the words, "in this order", -without, one or another; in any of the languages.

    As beginnings of words too, where no operator says otherwise. `others` say the same in other
    words.
    """
    text = typed(text)
    any_of = " or ".join([text, *map(typed, others)])
    queries = (SearchQuery(any_of, config=name, search_type="websearch") for name in CONFIGS)
    whole = reduce(or_, queries)
    beginnings = " & ".join(f"{word}:*" for word in re.findall(r"\w{2,}", text))
    if beginnings and not OPERATORS.search(text):
        whole |= SearchQuery(beginnings, config=CONFIGS[0], search_type="raw")
    return whole


def any_word(text: str, language: str) -> SearchQuery:
    """One of the words is enough, as the language inflects them."""
    any_of = " or ".join(re.findall(r"\w{2,}", text))
    config = LANGUAGES.get(language[:2], CONFIGS[0])
    return SearchQuery(any_of, config=config, search_type="websearch")


def is_any_of(rows: QuerySet[Any, Any]) -> Func:
    """Whether a row is among them. They are found once, before all else: in a plain IN the planner
    would try row by row, since it cannot tell how rare the beginning of a word is."""
    return Func(
        F("pk"),
        ArraySubquery(rows),
        arg_joiner=" = ANY(",
        template="%(expressions)s)",
        output_field=BooleanField(),
    )


def rank(words: Any, field: str = "search") -> Cast:
    """How well a row answers the query, as a whole number: pages can be cut by it."""
    return Cast(SearchRank(F(field), words) * PRECISION, BigIntegerField())
