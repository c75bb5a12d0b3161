"""A person who signs in."""

import zoneinfo
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.history import remembered


def validate_time_zone(name: str) -> None:
    """A name of the IANA time zone database, such as Europe/Paris."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone of the list."), code="unknown-zone")


class UserQuerySet(models.QuerySet["User"]):
    def verified(self) -> Self:
        """Those whose address is proved (ID-3)."""
        from allauth.account.models import EmailAddress  # noqa: PLC0415 - it refers to us

        proof = EmailAddress.objects.filter(
            user=OuterRef("pk"), email__iexact=OuterRef("email"), verified=True
        )
        return self.filter(Exists(proof))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail"))
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[validate_time_zone]
    )
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    last_organization = models.ForeignKey(
        "orgs.Organization",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    is_staff = models.BooleanField(_("works for the vendor"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    anonymized_at = models.DateTimeField(_("anonymized"), null=True, editable=False)
    date_joined = models.DateTimeField(_("joined"), db_default=Now(), editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = [
            ("view_all_cases", "Can see the cases of all teams"),
            ("handle_escalations", "Can take and answer escalations"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("There is a user with this e-mail."),
            ),
            models.CheckConstraint(
                condition=Q(anonymized_at=None)
                | Q(is_active=False, is_staff=False, is_superuser=False, phone=""),
                name="user_anonymized_is_nobody",
            ),
        ]
        triggers = [remembered("user", keeps=["is_active"])]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        if self.anonymized_at:
            return gettext("Former user %(number)s") % {"number": self.pk}
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email

    @property
    def has_verified_email(self) -> bool:
        """Whether the address is proved; one query."""
        return User.objects.filter(pk=self.pk).verified().exists()

    @property
    def language_or_default(self) -> str:
        return self.language or settings.LANGUAGE_CODE

    @property
    def time_zone_or_default(self) -> str:
        return self.time_zone or settings.TIME_ZONE
