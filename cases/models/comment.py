"""What is said on a case: publicly, and among agents in a table of its own."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.lifecycle import Side
from cases.models.case import Case
from portal.words import vector


class CommentQuerySet(models.QuerySet["Comment"]):
    def newest_first(self) -> Self:
        return self.select_related("author").order_by("-created_at", "-pk")


class Comment(models.Model):
    """A public message. It is never changed: what was mailed stays what is read."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    side = models.CharField(_("side"), max_length=8, choices=Side)
    body = models.TextField(_("comment"), max_length=50_000)
    created_at = models.DateTimeField(_("written"), db_default=Now(), editable=False)
    search = models.GeneratedField(
        expression=vector(C="body"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="comment_says_something"),
            # The composite foreign keys of attachments and events point here.
            models.UniqueConstraint(fields=["case", "id"], name="comment_of_its_case"),
        ]
        indexes = [
            models.Index(F("case"), F("created_at").desc(), F("id").desc(), name="comment_by_case"),
            GinIndex("search", name="comment_search"),
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.body[:80]


class InternalNote(models.Model):
    """What only agents read (CASE-2)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="internal_notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    body = models.TextField(_("internal note"), max_length=50_000)
    created_at = models.DateTimeField(_("written"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="internal_note_says_something")
        ]
        indexes = [models.Index(F("case"), F("created_at").desc(), name="internal_note_by_case")]

    def __str__(self) -> str:
        return self.body[:80]
