"""Who may read which article (HOME-2)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, Q

from orgs.models import Entitlement, User
from orgs.ties import organizations_open_to

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ArticleQuerySet(models.QuerySet["Article"]):  # type: ignore[name-defined]
    def readable_by(self, user: "User | AnonymousUser") -> Self:
        """The only wall of the knowledge base. Every read of an article begins here.

        Of the published ones everybody reads the public ones, who has a tie to an organization
        those for customers, who has one to an organization entitled today to a product of the
        article also those for the entitled; the vendor's people read all.
        """
        published = self.filter(is_published=True)
        if not (isinstance(user, User) and user.is_active):
            return published.filter(audience="public")
        return published if user.is_staff else published.filter(self._open_to(user))

    def newest(self, language: str) -> Self:
        """In one language, what was written last first."""
        return self.filter(language=language[:2]).order_by("-updated_at", "-pk")

    def most_helpful(self, language: str) -> Self:
        """In one language, those of which readers said so; by their number."""
        return self.filter(language=language[:2], helped__gt=0).order_by("-helped", "-pk")

    def _open_to(self, user: User) -> Q:
        ties = organizations_open_to(user).order_by()
        supported = Entitlement.objects.active().filter(organization__in=ties.values("pk"))
        about = self.model.products.through.objects.filter(product__in=supported.values("product"))
        return (
            Q(audience="public")
            | Q(Exists(ties), audience="customers")
            | Q(audience="entitled", pk__in=about.values("article"))
        )
