"""All that an organization owns, packed into one file for its owner."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models.organization import Organization

LEASE = timedelta(minutes=10)
"""How long a worker may be silent before another takes the export up."""

TRIES = 5
KEPT_FOR = timedelta(days=7)


class DataExportQuerySet(models.QuerySet["DataExport"]):
    def due(self) -> Self:
        """What a worker may take up now: new, or given up by a worker that died."""
        return self._waiting().filter(attempts__lt=TRIES)

    def lost(self) -> Self:
        """Those whose last worker never came back either."""
        return self._waiting().filter(attempts__gte=TRIES)

    def claim(self, pk: uuid.UUID | str) -> "DataExport | None":
        """Take it for one attempt, or answer None: done, or in other hands."""
        taken = self.due().filter(pk=pk).update(attempts=F("attempts") + 1, due_at=Now() + LEASE)
        return self.select_related("organization").get(pk=pk) if taken else None

    def usable(self) -> Self:
        return self.filter(state=DataExport.State.READY, expires_at__gt=Now())

    def over(self) -> Self:
        """Ready once, and their file is to be deleted."""
        return self.filter(state=DataExport.State.READY, expires_at__lte=Now())

    def _waiting(self) -> Self:
        return self.filter(state=DataExport.State.PENDING, due_at__lte=Now())


class DataExport(models.Model):
    """`done` of `total` members are packed; `attempts` tells one worker's hold from the next."""

    class State(models.TextChoices):
        PENDING = "pending", _("In preparation")
        READY = "ready", _("Ready")
        EXPIRED = "expired", _("Expired")
        FAILED = "failed", _("Not prepared")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="data_exports")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("asked for"), db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of an organization")
        verbose_name_plural = _("exports of organizations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization"],
                condition=Q(state="pending"),
                name="data_export_one_at_a_time",
                violation_error_message=_("An export is being prepared already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | Q(expires_at__isnull=False) & ~Q(file="") & ~Q(sha256=""),
                name="data_export_ready_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="data_export_done_of_total"
            ),
        ]
        indexes = [
            models.Index("due_at", condition=Q(state="pending"), name="data_export_by_due"),
            models.Index("expires_at", condition=Q(state="ready"), name="data_export_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.get_state_display()}"

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING

    @property
    def is_usable(self) -> bool:
        return self.state == self.State.READY and self._end > timezone.now()

    @property
    def file_name(self) -> str:
        return f"{self.organization.slug}-{self.created_at:%Y-%m-%d}.zip"

    def key(self, attempt: int) -> str:
        """Where that attempt keeps its file: two workers never write into the same one."""
        return f"exports/{self.pk.hex}-{attempt}"

    @property
    def _end(self) -> datetime:
        return self.expires_at or timezone.now()
