"""What a reader of the help center asked for, as the address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from knowledge.models import Article, ArticleQuerySet, Tag
from orgs.models import Product

MAX_WORDS = 200


@dataclass(frozen=True)
class Browsing:
    """Of the articles that somebody may read, in that person's language."""

    readable: ArticleQuerySet
    language: str
    query: Mapping[str, str]

    @cached_property
    def words(self) -> str:
        return self.query.get("q", "").replace("\0", " ").strip()[:MAX_WORDS]

    @cached_property
    def products(self) -> list[Product]:
        """Those that there is something to read about."""
        about = Article.products.through.objects.filter(article__in=self._articles)
        return list(Product.objects.filter(pk__in=about.values("product")).order_by("name"))

    @cached_property
    def tags(self) -> list[Tag]:
        about = Article.tags.through.objects.filter(article__in=self._articles)
        return list(Tag.objects.filter(pk__in=about.values("tag")))

    @cached_property
    def product(self) -> Product | None:
        wanted = self.query.get("product", "")
        return next((row for row in self.products if str(row.pk) == wanted), None)

    @cached_property
    def tag(self) -> Tag | None:
        wanted = self.query.get("tag", "")
        return next((row for row in self.tags if row.slug == wanted), None)

    @property
    def articles(self) -> ArticleQuerySet:
        """Those on the product, with the tag."""
        articles = self.readable
        if self.product:
            articles = articles.filter(products=self.product)
        return articles.filter(tags=self.tag) if self.tag else articles

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.product or self.tag)

    @property
    def notes(self) -> list[str]:
        """What of the address led nowhere."""
        wanted = {"product": (_("Product"), self.product), "tag": (_("Tag"), self.tag)}
        return [
            _("Unknown filter, left out: %(name)s.") % {"name": label}
            for name, (label, found) in wanted.items()
            if self.query.get(name) and found is None
        ]

    @property
    def _articles(self) -> ArticleQuerySet:
        return self.readable.filter(language=self.language).order_by()
