"""Fills the knowledge base of a bench."""

from collections.abc import Iterator

from django.db import connection

from bench.writing import Writer
from knowledge.models import LANGUAGES, Article
from orgs.models import Product, ProductFamily, SupportTeam

PRODUCTS = 12
AT_ONCE = 500


def fill(many: int) -> list[Product]:
    """So many published articles in equal parts of each language; the products they are on."""
    products = _products()
    rows = _articles(many)
    for begin in range(0, many, AT_ONCE):
        made = [next(rows) for _ in range(min(AT_ONCE, many - begin))]
        Article.objects.bulk_create(made)
        _attach(made, products)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE knowledge_article, knowledge_article_products")
    return products


def _products() -> list[Product]:
    family = ProductFamily.objects.create(name="Bench")
    team = SupportTeam.objects.create(name="Bench")
    return [
        Product.objects.create(name=f"Product {number}", family=family, team=team)
        for number in range(PRODUCTS)
    ]


def _articles(many: int) -> Iterator[Article]:
    writers = [Writer(language, seed) for seed, (language, _label) in enumerate(LANGUAGES)]
    for number in range(many):
        writer = writers[number % len(writers)]
        name = writer.name()
        yield Article(
            slug=f"a-{number}",
            topic=f"a-{number}",
            language=writer.language,
            title=writer.title(name),
            body=writer.text(name, 8 + number % 33),
            is_published=True,
        )


def _attach(articles: list[Article], products: list[Product]) -> None:
    """Two of three are on a product."""
    link = Article.products.through
    link.objects.bulk_create(
        link(article=article, product=products[article.pk % len(products)])
        for article in articles
        if article.pk % 3
    )
