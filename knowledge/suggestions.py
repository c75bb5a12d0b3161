"""Articles that may answer a case while it is being written (WIZ-8)."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q

from knowledge.models import Article
from knowledge.search import is_about
from orgs.models import Product, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

CONFIGS = {"en": "guichet_english", "fr": "guichet_french"}
READ = 2_000
"""Characters of the text that are looked at."""


class AnyWord(SearchQuery):
    """One word of the text is enough; which words mean nothing is the language's matter."""

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        sql, params = super().as_sql(*args, **kwargs)
        return f"replace(({sql})::text, '&', '|')::tsquery", params


def suggest(
    *,
    user: "User | AnonymousUser",
    text: str,
    product: Product | None,
    language: str,
    limit: int = 5,
) -> list[Article]:
    """The articles closest to the text of those that the user may read: first what is on the
    product, then what is in the reader's language.

    Nothing for a text without words.
    """
    words = text.replace("\0", " ")[:READ]
    query = AnyWord(words, config=CONFIGS.get(language[:2], "guichet_simple"))
    found = (
        Article.objects.readable_by(user)
        .filter(search=query)
        .annotate(
            is_own_language=Q(language=language[:2]),
            is_about_product=is_about(product),
            rank=SearchRank(F("search"), query),
        )
        .order_by("-is_about_product", "-is_own_language", "-rank", "title")
    )
    return list(found.defer("search")[:limit])
