"""Lays the shipped articles into the help center, and leaves alone what somebody edited there."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from knowledge.actions import write
from knowledge.content.shelf import Text, tags, texts
from knowledge.models import Article, ArticleVersion, Tag
from orgs.models import Product


@dataclass
class Report:
    """What became of the texts, by slug; `lacking` are products that do not exist here."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)


@transaction.atomic
def load(*, published: bool = True) -> Report:
    """Add what is missing, bring up to date what nobody edited. Safe to repeat.

    Whether an article was edited, its newest version tells: ours has no writer. Its tags, products
    and readers are the vendor's once it is there, and so is whether it is published.
    """
    report, shelf = Report(), texts()
    known = _known(shelf)
    for text in shelf:
        article = known.get((text.topic, text.language)) or known.get(text.slug)
        if article is None:
            _add(text, report, published=published)
        else:
            getattr(report, _update(article, text)).append(text.slug)
    return report


def _known(shelf: list[Text]) -> dict[object, Article]:
    """What is there already, by topic and language and by slug; locked until the end."""
    mine = Q(topic__in={text.topic for text in shelf}) | Q(slug__in={text.slug for text in shelf})
    rows = Article.objects.filter(mine).select_for_update().order_by("pk")
    found: dict[object, Article] = {}
    for article in rows:
        found[article.topic, article.language] = found[article.slug] = article
    return found


def _add(text: Text, report: Report, *, published: bool) -> None:
    fields = {name: getattr(text, name) for name in ("topic", "slug", "language", "audience")}
    article = Article(title=text.title, body=text.body, is_published=published, **fields)
    write(actor=None, article=article)
    article.tags.set(_tag(slug) for slug in text.tags)
    products = Product.objects.filter(name__in=text.products)
    article.products.set(products)
    report.lacking |= {*text.products} - {product.name for product in products}
    report.added.append(text.slug)


def _update(article: Article, text: Text) -> str:
    """What became of it: the name of a list in the report."""
    if _says(article, text):
        return "unchanged"
    newest = article.versions.first()
    if newest is None or newest.written_by_id or not _says(article, newest):
        return "kept"
    article.title, article.body = text.title, text.body
    write(actor=None, article=article, seen=newest.number)
    return "updated"


def _says(article: Article, words: Text | ArticleVersion) -> bool:
    return (article.title, article.body) == (words.title, words.body)


def _tag(slug: str) -> Tag:
    names = {f"name_{language}": name for language, name in tags()[slug].items()}
    return Tag.objects.get_or_create(slug=slug, defaults=names)[0]
