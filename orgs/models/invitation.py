"""Somebody is asked by mail to join an organization."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models.organization import Organization
from orgs.roles import Role

VALID_FOR = timedelta(days=7)

signer = Signer(sep=".", salt="orgs.invitation")


def a_week_from_now() -> datetime:
    return timezone.now() + VALID_FOR


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> Self:
        """Neither accepted nor revoked; those that expired can be sent once more."""
        return self.filter(accepted_at=None, revoked_at=None)

    def usable(self) -> Self:
        return self.pending().filter(expires_at__gt=Now(), invited_by__is_active=True)

    def of_token(self, token: str) -> Self:
        """The one whose newest mail held this link; nothing for a forged one."""
        try:
            key, _sep, mails = signer.unsign(token).rpartition("-")
        except BadSignature:
            return self.none()
        return self.filter(pk=key, mails=mails)


class Invitation(models.Model):
    """To one address, with the roles that are given when it is accepted (ROLE-8).

    The link in the mail is signed; nothing of it is kept here, so rows open nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="invitations", verbose_name=_("organization")
    )
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    roles = models.JSONField(_("roles"), default=dict)
    """For each role the primary keys of its products; None for all. Judged when it is accepted."""
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("invited"), db_default=Now(), editable=False)
    sent_at = models.DateTimeField(_("sent"), db_default=Now(), editable=False)
    mails = models.PositiveSmallIntegerField(_("mails"), default=1)
    """Only the link in the last of them works."""
    expires_at = models.DateTimeField(_("expires"), default=a_week_from_now)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_pending_for_each_address",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, revoked_at=None),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.organization}"

    @property
    def token(self) -> str:
        """What the link in the newest mail ends with."""
        return signer.sign(f"{self.pk.hex}-{self.mails}")

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def wanted(self) -> dict[Role, Collection[int] | None]:
        """The roles with the primary keys of their products; None for all."""
        return {Role(role): products for role, products in self.roles.items()}
