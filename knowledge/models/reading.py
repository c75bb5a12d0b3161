"""What readers did with the articles: found them, not found them, were helped by them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from knowledge.models.article import LANGUAGES, Article


class Opinion(models.Model):
    """Whether an article helped somebody who signed in, and what they said of it."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="opinions", verbose_name=_("article")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    is_helpful = models.BooleanField(_("helped"))
    words = models.TextField(_("words"), blank=True, max_length=2000)
    given_at = models.DateTimeField(_("given"), db_default=Now())

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "user"], name="opinion_once_per_article_and_user"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.user}"


class FruitlessSearch(models.Model):
    """What people looked for and did not find, for those who write (HOME-2)."""

    words = models.CharField(_("words"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    times = models.PositiveIntegerField(_("times"), default=1)
    last_at = models.DateTimeField(_("last"), db_default=Now())

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-times", "-last_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["words", "language"], name="fruitless_search_once_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.words


class Synonyms(models.Model):
    """Words that mean the same to a search: whoever looks for one finds the others."""

    words = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("words"),
        help_text=_("Two or more, with commas between them."),
    )

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]
        constraints = [
            models.CheckConstraint(
                condition=Q(words__len__gte=2),
                name="synonyms_two_at_least",
                violation_error_message=_("Give two words or more."),
            )
        ]

    def __str__(self) -> str:
        return ", ".join(self.words)
