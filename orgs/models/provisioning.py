"""What an organization's directory keeps here: its tokens, and whom it speaks of (SCIM)."""

import secrets
import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from orgs.models.membership import Membership, RoleAssignment
from orgs.models.organization import Organization
from orgs.models.token import digest
from orgs.roles import Role

PREFIX = "gui_scim_"


class ScimTokenQuerySet(models.QuerySet["ScimToken"]):
    def usable(self) -> Self:
        """A token stands on the right of who made it, as it is now."""
        right = RoleAssignment.objects.filter(
            membership__user=OuterRef("made_by"),
            membership__organization=OuterRef("organization"),
            role=Role.SYSTEM_ADMIN,
        )
        return self.filter(Exists(right), expires_at__gt=Now(), made_by__is_active=True)

    def of_page(self, organization: Organization) -> Self:
        """With whether each can be used."""
        usable = ScimToken.objects.usable().filter(pk=OuterRef("pk"))
        rows = self.filter(organization=organization).select_related("made_by")
        return rows.annotate(is_usable=Exists(usable))

    def of_secret(self, secret: str) -> Self:
        return self.filter(digest=digest(secret))

    def issue(
        self, *, organization: Organization, made_by: models.Model, name: str, expires_at: datetime
    ) -> tuple["ScimToken", str]:
        """Make a token; answers the row and the secret, which is kept nowhere."""
        secret = PREFIX + secrets.token_urlsafe(32)
        row = self.create(
            organization=organization,
            made_by=made_by,
            name=name,
            expires_at=expires_at,
            digest=digest(secret),
        )
        return row, secret


class ScimToken(models.Model):
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="scim_tokens")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    objects = ScimTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("directory token")
        verbose_name_plural = _("directory tokens")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="scim_token_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class ScimIdentity(models.Model):
    """A person as the directory knows them. Who left keeps it, without the membership."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="scim_identities", verbose_name=_("organization")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    membership = models.OneToOneField(
        Membership, models.SET_NULL, null=True, related_name="scim_identity"
    )
    external_id = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("directory entry")
        verbose_name_plural = _("directory entries")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"], name="scim_identity_user_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"

    @property
    def active(self) -> bool:
        return self.membership_id is not None
