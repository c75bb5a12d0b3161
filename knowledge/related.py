"""What to read next."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from knowledge.models import Article, ArticleQuerySet

MOST = 4


def related_to(article: Article, articles: ArticleQuerySet) -> list[Article]:
    """Of these articles those on the same products, with the same tags, or called alike; in the
    same language, the closest first. One query."""
    product = Article.products.through.objects.filter(product__articles=article)
    tag = Article.tags.through.objects.filter(tag__articles=article)
    products = Exists(product.filter(article=OuterRef("pk")))
    tags = Exists(tag.filter(article=OuterRef("pk")))
    others = articles.filter(language=article.language).exclude(topic=article.topic)
    near = others.filter(Q(products) | Q(tags) | Q(title__trigram_similar=article.title))
    closeness = _one_for(products) + _one_for(tags)
    closeness += TrigramSimilarity("title", article.title)
    return list(near.order_by(closeness.desc(), "-helped", "pk").defer("search", "body")[:MOST])


def _one_for(condition: Exists) -> Case:
    return Case(When(condition, then=Value(1.0)), default=Value(0.0))
