"""A case being written: a row, so that it outlives tabs, sessions and devices (WIZ-10)."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.actor import Actor
from orgs.models import Organization, Product

KEPT_FOR = timedelta(days=30)
MAX_DRAFTS = 20
"""Of one author in one organization: enough for anybody, and nobody can fill the disk."""


class CaseDraftQuerySet(models.QuerySet["CaseDraft"]):
    def owned_by(self, actor: Actor) -> Self:
        """The actor's own drafts in the organization, as long as they are kept."""
        mine = self.filter(author=actor.user, organization=actor.organization)
        return mine.filter(updated_at__gt=timezone.now() - KEPT_FOR)

    def dead(self) -> Self:
        return self.filter(updated_at__lte=timezone.now() - KEPT_FOR)


class CaseDraft(models.Model):
    """`answers` holds the raw strings of each step's form, by the step's key; also half-typed ones.

    `answered` names the steps whose form was accepted once. Whether it still would be is asked
    each time: rights lapse, watchers leave.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)
    answered = ArrayField(models.CharField(max_length=16), default=list)
    follow_up_of = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")
    follow_up_of_legacy = models.ForeignKey(
        "cases.LegacyCase", models.CASCADE, null=True, related_name="+"
    )
    suggested = ArrayField(models.BigIntegerField(), default=list)
    """The articles that were shown while it was written."""
    is_spared = models.BooleanField(default=False)
    """Its author watches another case instead (WIZ-8)."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [
            models.Index(
                F("author"), F("organization"), F("updated_at").desc(), name="draft_by_author"
            ),
            models.Index("updated_at", name="draft_by_age"),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled draft"))

    def get_absolute_url(self) -> str:
        """The last step; it leads back to the first incomplete one. Select `organization` along."""
        return reverse("cases:step", args=[self.organization.slug, self.pk, "review"])

    @property
    def title(self) -> str:
        return str(self.answers.get("issue", {}).get("title", ""))

    @property
    def expires_at(self) -> datetime:
        """Writing on puts it off."""
        return self.updated_at + KEPT_FOR


class EndedDraft(models.Model):
    """What became of a draft that somebody wrote in: only counted, by product and article (WIZ-8).

    Neither who wrote it nor which case was watched instead.
    """

    class Way(models.TextChoices):
        SUBMITTED = "submitted", _("case filed")
        ARTICLE = "article", _("solved by an article")
        CASE = "case", _("another case watched instead")
        LEFT = "left", _("discarded or expired")

    draft = models.UUIDField(unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.SET_NULL, null=True, related_name="+")
    way = models.CharField(_("outcome"), max_length=9, choices=Way)
    articles = models.ManyToManyField("knowledge.Article", related_name="+")
    """Those that were suggested."""
    begun_at = models.DateTimeField(_("begun"), editable=False)
    ended_at = models.DateTimeField(_("ended"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("draft that ended")
        verbose_name_plural = _("drafts that ended")
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=["submitted", "article", "case", "left"]),
                name="ended_draft_known_way",
            )
        ]
        indexes = [models.Index("begun_at", name="ended_draft_by_begin")]

    def __str__(self) -> str:
        return str(self.draft)
