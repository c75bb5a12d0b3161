"""Articles that may answer a case while it is being written (WIZ-8)."""

from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchRank
from django.db.models import F, Q

from knowledge.models import Article, ArticleQuerySet
from knowledge.search import is_about
from knowledge.telling import TellingWords
from orgs.models import Product, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

WEIGHTS = [0.1, 0.05, 0.4, 1.0]
"""Of D to A: a title says what an article is about, its text has many words."""
MOST_RANKED = 300
"""So many of those that are found take part in the ranking: its cost has an end."""


def suggest(
    *,
    user: "User | AnonymousUser",
    text: str,
    product: Product | None,
    language: str,
    limit: int = 5,
) -> ArticleQuerySet:
    """The articles closest to the text of those that the user may read: first what is on the
    product, then what is in the reader's language.

    Nothing for a text without words.
    """
    words = TellingWords(text, language=language)
    order = {"is_about_product": is_about(product), "is_own_language": Q(language=language[:2])}
    best_first = [f"-{name}" for name in order]
    found = Article.objects.readable_by(user).filter(search=words).annotate(**order)
    near = found.order_by(*best_first, "-updated_at")[:MOST_RANKED]
    ranked = Article.objects.filter(pk__in=near.values("pk")).annotate(
        **order, rank=SearchRank(F("search"), words, weights=WEIGHTS)
    )
    return ranked.defer("search").order_by(*best_first, "-rank", "title")[:limit]
