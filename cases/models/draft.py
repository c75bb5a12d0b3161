"""A case being written: a row, so that it outlives tabs, sessions and devices (WIZ-10)."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
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


class SolvedDraft(models.Model):
    """A draft that needed no case, since an article answered the question: only counted (WIZ-8)."""

    draft = models.UUIDField(unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.SET_NULL, null=True, related_name="+")
    articles = models.ManyToManyField("knowledge.Article", related_name="+")
    created_at = models.DateTimeField(_("solved"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("question answered by an article")
        verbose_name_plural = _("questions answered by articles")

    def __str__(self) -> str:
        return str(self.draft)
