"""What customers read, in its languages and its versions (HOME-2)."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge.models.wall import ArticleQuerySet
from orgs.models import Product
from portal.i18n import Translated
from portal.markdown import gist
from portal.words import vector

LANGUAGES = [("en", _("English")), ("fr", _("French"))]


def image_key(instance: models.Model, filename: str) -> str:
    """Nothing of the name reaches the disk."""
    return f"articles/{uuid.uuid4().hex}"


class Tag(models.Model):
    """What an article is about, beside its products."""

    slug = models.SlugField(_("name in addresses"), max_length=40, unique=True)
    name_en = models.CharField(_("name, English"), max_length=60)
    name_fr = models.CharField(_("name, French"), max_length=60, blank=True)
    name = Translated()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """A page of the knowledge base, in one language; `topic` is what its languages share."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody")
        CUSTOMERS = "customers", _("customers only")
        ENTITLED = "entitled", _("organizations entitled to one of its products")

    slug = models.SlugField(_("name in addresses"), max_length=120, unique=True)
    topic = models.SlugField(
        _("topic"), max_length=120, help_text=_("The same in each language of the article.")
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), help_text="Markdown")
    products = models.ManyToManyField(
        Product, blank=True, related_name="articles", verbose_name=_("products")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles", verbose_name=_("tags"))
    audience = models.CharField(
        _("readers"), max_length=9, choices=Audience, default=Audience.PUBLIC
    )
    is_published = models.BooleanField(_("published"), default=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    helped = models.PositiveIntegerField(_("helped"), default=0, editable=False)
    """So many opinions that say so; counted anew with each."""
    search = models.GeneratedField(
        expression=vector(A="title", C="body"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "language"],
                name="article_once_per_language",
                violation_error_message=_("This article exists in this language."),
            )
        ]
        indexes = [
            GinIndex("search", name="article_search"),
            GinIndex(name="article_title_trigrams", fields=["title"], opclasses=["gin_trgm_ops"]),
            models.Index(fields=["language", "-updated_at", "-id"], name="article_newest"),
            models.Index(fields=["language", "-helped", "-id"], name="article_most_helpful"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledge:article", args=[self.slug])

    @property
    def summary(self) -> str:
        """Its beginning in plain words, for those who link to it."""
        return gist(self.body, 160)


class ArticleVersion(models.Model):
    """What an article said, and who wrote it so."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written"), db_default=Now())

    class Meta:
        verbose_name = _("version of an article")
        verbose_name_plural = _("versions of articles")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class ArticleImage(models.Model):
    """A picture for the text of an article, shown to those who may read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="images")
    file = models.FileField(_("file"), upload_to=image_key, unique=True)
    content_type = models.CharField(_("type"), max_length=40, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    description = models.CharField(
        _("description"), max_length=200, help_text=_("What it shows, for those who cannot see it.")
    )

    class Meta:
        ordering = ["description", "id"]
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self) -> str:
        return self.description

    def get_absolute_url(self) -> str:
        return reverse("knowledge:image", args=[self.article.slug, self.pk])

    @property
    def markdown(self) -> str:
        """To be pasted into the text."""
        words = self.description.replace("[", "(").replace("]", ")")
        return f"![{words}]({self.get_absolute_url()})"
