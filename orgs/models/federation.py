"""An organization signs its people in itself, for the e-mail domains that it has proved (ID-5)."""

import secrets

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from orgs.models.organization import Organization

CHALLENGE = "_guichet-challenge"
"""Where the proof stands in the DNS, below the domain."""


def new_token() -> str:
    return secrets.token_urlsafe(24)


class EmailDomain(models.Model):
    """Proved by a TXT record; at most one organization proves a domain."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="email_domains", verbose_name=_("organization")
    )
    name = models.CharField(_("domain"), max_length=253)
    token = models.CharField(max_length=64, default=new_token, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    proved_at = models.DateTimeField(_("proved"), null=True, blank=True)
    missing_since = models.DateTimeField(null=True, editable=False)
    """Since when the record of a proved domain is gone."""

    class Meta:
        verbose_name = _("e-mail domain")
        verbose_name_plural = _("e-mail domains")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="email_domain_unique",
                violation_error_message=_("This domain is listed already."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(proved_at__isnull=False),
                name="email_domain_proved_once",
                violation_error_message=_("Another organization has proved this domain."),
            ),
            models.CheckConstraint(condition=Q(name=Lower("name")), name="email_domain_lower"),
            models.CheckConstraint(
                condition=Q(missing_since=None) | Q(proved_at__isnull=False),
                name="email_domain_missing_while_proved",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record_name(self) -> str:
        return f"{CHALLENGE}.{self.name}"

    @property
    def record_value(self) -> str:
        return f"guichet-domain={self.token}"


class IdentityProvider(models.Model):
    """Where an organization's people prove who they are; allauth speaks with it."""

    class Kind(models.TextChoices):
        OIDC = "openid_connect", "OpenID Connect"
        SAML = "saml", "SAML 2.0"

    organization = models.OneToOneField(
        Organization,
        models.CASCADE,
        related_name="identity_provider",
        verbose_name=_("organization"),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    app = models.OneToOneField(SocialApp, models.CASCADE, related_name="+")
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("identity provider")
        verbose_name_plural = _("identity providers")

    def __str__(self) -> str:
        return f"{self.organization} · {self.get_kind_display()}"
