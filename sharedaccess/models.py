"""A grant: the account owner lets somebody else use chosen resources of one organization."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, When
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization
from orgs.roles import Resource
from portal.history import remembered
from sharedaccess.names import RESERVED

NOTED_EACH = timedelta(hours=1)
"""`last_used_at` is written once an hour at the most."""


class GrantQuerySet(models.QuerySet["Grant"]):
    def standing(self) -> Self:
        """What the owner sees: expired ones too, until they are deleted (SHA-7)."""
        return self.filter(revoked_at=None)

    def active(self) -> Self:
        """Neither deleted nor expired, with something ticked; asked anew at each use (SHA-10)."""
        unexpired = Q(expires_at=None) | Q(expires_at__gt=Now())
        return self.standing().filter(unexpired, ~Q(resources=[]))

    def opening(self, resource: Resource) -> Self:
        return self.active().filter(resources__contains=[resource])

    def expired(self) -> Self:
        return self.standing().filter(expires_at__lte=Now())

    def overdue(self) -> Self:
        """Expired, and what hung on them was not ended yet."""
        return self.expired().filter(ended_at=None)

    def lapsed(self) -> Self:
        """Those that open nothing any more, with `why` and since when: `lapsed_at` (SHA-12)."""
        whys = {
            "revoked": Q(revoked_at__isnull=False),
            "expired": Q(expires_at__lte=Now()),
            "empty": Q(resources=[]),
        }
        times = {"revoked": "revoked_at", "expired": "expires_at", "empty": "changed_at"}
        return self.filter(Q(*whys.values(), _connector=Q.OR)).annotate(
            why=Case(*(When(is_so, then=models.Value(why)) for why, is_so in whys.items())),
            lapsed_at=Case(*(When(is_so, then=times[why]) for why, is_so in whys.items())),
        )

    def unnoted(self) -> Self:
        """Whose last use was noted longer ago than it should."""
        return self.filter(UNNOTED)


UNNOTED = Q(last_used_at=None) | Q(last_used_at__lt=Now() - NOTED_EACH)


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
    offered = ArrayField(models.CharField(max_length=16, choices=Resource), default=list)
    """What the synchronization said last; it takes back that only."""
    withheld = ArrayField(models.CharField(max_length=16, choices=Resource), default=list)
    """What the owner unticked; the synchronization never ticks it again (SHA-8)."""
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.OWNER)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    granted_at = models.DateTimeField(_("granted"), db_default=Now(), editable=False)
    changed_at = models.DateTimeField(_("changed"), db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    """When the sweep ended what hung on an expired grant."""
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
            models.CheckConstraint(
                condition=Q(source="cloud", share_name__startswith=RESERVED)
                | Q(source="owner", granted_by__isnull=False)
                & ~Q(share_name__istartswith=RESERVED),
                name="grant_reserved_name_for_cloud",
                violation_error_message=_("This share name is reserved for cloud projects."),
            ),
            models.CheckConstraint(
                condition=~Q(resources__overlap=models.F("withheld")),
                name="grant_withheld_is_not_ticked",
            ),
        ]
        indexes = [
            models.Index(
                "organization", "granted_at", condition=Q(revoked_at=None), name="grant_by_age"
            ),
            models.Index(
                "expires_at", condition=Q(revoked_at=None, ended_at=None), name="grant_by_expiry"
            ),
        ]
        triggers = [
            remembered(
                "grant",
                of="organization_id",
                keeps=["grantee_id", "resources", "expires_at", "revoked_at"],
            )
        ]

    def __str__(self) -> str:
        return self.share_name

    @property
    def is_cloud(self) -> bool:
        return self.source == self.Source.CLOUD

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def display_name(self) -> str:
        """The name, of a cloud-sourced grant in the reader's language."""
        number = self.share_name.removeprefix(RESERVED)
        if not self.is_cloud:
            return self.share_name
        return gettext("Cloud Shared Access from ACC%(number)s") % {"number": number}

    @property
    def opens(self) -> list[str]:
        """The resources in words, in the order of the form."""
        return [str(each.label) for each in Resource if each in self.resources]
