"""Articles that may answer a case while it is being written (WIZ-8)."""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, OuterRef, Q

from knowledge.models import Article
from orgs.models import Product

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
    text: str,
    product: Product | None,
    language: str,
    signed_in: bool = True,
    limit: int = 5,
) -> list[Article]:
    """The articles closest to the text: those on the product, then those in the reader's language.

    Nothing for a text without words.
    """
    words = text.replace("\0", " ")[:READ]
    query = AnyWord(words, config=CONFIGS.get(language[:2], "guichet_simple"))
    about = Article.products.through.objects.filter(article=OuterRef("pk"), product=product)
    found = (
        Article.objects.readable(signed_in=signed_in)
        .filter(search=query)
        .annotate(
            is_own_language=Q(language=language[:2]),
            is_about_product=Exists(about),
            rank=SearchRank(F("search"), query),
        )
        .order_by("-is_about_product", "-is_own_language", "-rank", "title")
    )
    return list(found.defer("search")[:limit])
