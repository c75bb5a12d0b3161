"""Articles to offer a customer who has not asked for any (HOME-1)."""

from django.db.models import Exists, OuterRef

from knowledge.models import Article
from orgs.models import Organization, Product, User


def worth_reading(
    user: User, organization: Organization, *, language: str, limit: int = 4
) -> list[Article]:
    """In the reader's language: on the organization's products first, then what helped most, then
    the newest; one query."""
    bought = Product.objects.entitled_in(organization).values("pk")
    about = Article.products.through.objects.filter(article=OuterRef("pk"), product__in=bought)
    articles = Article.objects.readable_by(user).newest(language).annotate(is_about=Exists(about))
    return list(
        articles.only("slug", "title").order_by("-is_about", "-helped", "-updated_at")[:limit]
    )
