"""Who may read which article (HOME-2)."""

from typing import Self

from django.db import models


class ArticleQuerySet(models.QuerySet["Article"]):  # type: ignore[name-defined]
    def readable(self, *, signed_in: bool) -> Self:
        """Published ones: all for customers, the public ones for everybody (HOME-2)."""
        published = self.filter(is_published=True)
        return published if signed_in else published.filter(audience="public")
