"""Articles to offer a customer who has not asked for any (HOME-1)."""

from django.db.models import Exists, OuterRef, Q

from knowledge.models import Article
from orgs.models import Organization, Product, User


def worth_reading(
    user: User, organization: Organization, *, language: str, limit: int = 4
) -> list[Article]:
    """In the reader's language, on what the organization bought or on no product: the former
    first, then what helped most, then the newest; one query."""
    about = Article.products.through.objects.filter(article=OuterRef("pk"))
    bought = about.filter(product__in=Product.objects.sold_to(organization).values("pk"))
    articles = Article.objects.readable_by(user).newest(language).annotate(is_ours=Exists(bought))
    fitting = articles.filter(Q(is_ours=True) | ~Exists(about))
    ranked = fitting.order_by("-is_ours", "-helped", "-updated_at")
    return list(ranked.only("slug", "title")[:limit])
