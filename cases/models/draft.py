"""A case being written: a row, so that it outlives tabs, sessions and devices (WIZ-10)."""

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.actor import Actor
from orgs.models import Organization

KEPT_FOR = timedelta(days=30)


class CaseDraftQuerySet(models.QuerySet["CaseDraft"]):
    def owned_by(self, actor: Actor) -> Self:
        """The actor's own drafts in the organization, as long as they are kept."""
        mine = self.filter(author=actor.user, organization=actor.organization)
        return mine.filter(updated_at__gt=timezone.now() - KEPT_FOR)

    def dead(self) -> Self:
        return self.filter(updated_at__lte=timezone.now() - KEPT_FOR)


class CaseDraft(models.Model):
    """`answers` holds the raw strings of each step's form, by the step's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)
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

    @property
    def title(self) -> str:
        return str(self.answers.get("issue", {}).get("title", ""))

    def get_absolute_url(self) -> str:
        """The first step; it leads on to the first incomplete one."""
        return reverse("cases:step", args=[self.organization.slug, self.pk, "review"])
