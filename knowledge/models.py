"""What customers read, and whom they call when production is down."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orgs.models import Product, Region
from portal.i18n import Translated


class HotlineNumber(models.Model):
    """The telephone for P1 cases of one region (HOME-3)."""

    region = models.CharField(_("region"), max_length=8, choices=Region)
    country_en = models.CharField(_("country, English"), max_length=80)
    country_fr = models.CharField(_("country, French"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=24)
    country = Translated()

    class Meta:
        verbose_name = _("hotline number")
        verbose_name_plural = _("hotline numbers")
        ordering = ["region", "country_en"]
        constraints = [
            models.UniqueConstraint(fields=["region", "phone"], name="hotline_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.phone}"


class ArticleQuerySet(models.QuerySet["Article"]):
    def readable(self, *, signed_in: bool) -> Self:
        """Published ones: all for customers, the public ones for everybody (HOME-2)."""
        published = self.filter(is_published=True)
        return published if signed_in else published.filter(is_public=True)


class Article(models.Model):
    """A page of the knowledge base, in one language."""

    slug = models.SlugField(_("name in addresses"), max_length=120, unique=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", _("English")), ("fr", _("French"))]
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), help_text="Markdown")
    products = models.ManyToManyField(
        Product, blank=True, related_name="articles", verbose_name=_("products")
    )
    is_public = models.BooleanField(_("public"), default=True)
    is_published = models.BooleanField(_("published"), default=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="simple")
        + SearchVector("title", weight="A", config="english")
        + SearchVector("title", weight="A", config="french")
        + SearchVector("body", weight="C", config="english")
        + SearchVector("body", weight="C", config="french"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["title"]
        indexes = [GinIndex("search", name="article_search")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledge:article", args=[self.slug])
