"""A personal token for programs: named, scoped, expiring, shown once, stored hashed (API-3)."""

import hashlib
import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

PREFIX = "gui_"


def digest(secret: str) -> str:
    """SHA-256 is enough: the secret has 256 random bits, so there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> Self:
        return self.filter(expires_at__gt=Now(), user__is_active=True)

    def of_secret(self, secret: str) -> Self:
        return self.filter(digest=digest(secret))

    def issue(
        self, *, user: models.Model, name: str, scope: str, expires_at: datetime
    ) -> tuple["ApiToken", str]:
        """Make a token; answers the row and the secret, which is kept nowhere."""
        secret = PREFIX + secrets.token_urlsafe(32)
        row = self.create(
            user=user, name=name, scope=scope, expires_at=expires_at, digest=digest(secret)
        )
        return row, secret


class ApiToken(models.Model):
    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
