"""A grant: the account owner lets somebody else use chosen resources of one organization."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization
from orgs.roles import Resource


class GrantQuerySet(models.QuerySet["Grant"]):
    def active(self) -> Self:
        """Neither revoked nor expired; asked anew at each use (SHA-10)."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=Now()), revoked_at=None)

    def opening(self, resource: Resource) -> Self:
        return self.active().filter(resources__contains=[resource])


class Grant(models.Model):
    class Source(models.TextChoices):
        OWNER = "owner", _("Account owner")
        CLOUD = "cloud", _("Cloud project")

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="grants", verbose_name=_("organization")
    )
    grantee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="grants_held",
        verbose_name=_("grantee"),
    )
    share_name = models.CharField(_("share name"), max_length=120)
    resources = ArrayField(
        models.CharField(max_length=16, choices=Resource),
        default=list,
        blank=True,
        verbose_name=_("resources"),
    )
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.OWNER)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("granted by")
    )
    granted_at = models.DateTimeField(_("granted"), db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared access grant")
        verbose_name_plural = _("shared access grants")
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "grantee"],
                condition=Q(revoked_at=None),
                name="grant_one_active_for_each_grantee",
                violation_error_message=_("This user has shared access already."),
            ),
            models.CheckConstraint(
                condition=Q(resources__contained_by=Resource.values), name="grant_known_resources"
            ),
            models.CheckConstraint(
                condition=~Q(granted_by=models.F("grantee")),
                name="grant_not_to_oneself",
                violation_error_message=_("You cannot share access with yourself."),
            ),
        ]

    def __str__(self) -> str:
        return self.share_name
