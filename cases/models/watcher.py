"""Who gets notifications: of one case, or of all new ones of a kind."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, IntegerField, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.choices import Priority
from cases.models.event import CaseEvent, EventKind
from orgs.models import Organization, Product
from portal.history import remembered

MAX_WATCHERS = 10


class Watcher(models.Model):
    case = models.ForeignKey(Case, models.CASCADE, related_name="watchers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches", verbose_name=_("user")
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("watcher")
        verbose_name_plural = _("watchers")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                name="watcher_unique",
                violation_error_message=_("This person watches the case already."),
            ),
        ]
        indexes = [models.Index("user", "case", name="watcher_by_user")]
        triggers = [remembered("watcher", of="case_id", keeps=["user_id"])]

    def __str__(self) -> str:
        return str(self.user)


class StandingWatchQuerySet(models.QuerySet["StandingWatch"]):
    def on(self, case: Case) -> Self:
        """Those that the case fits, made before it was opened. Its people may not see it any more.

        A case that was urgent once goes on fitting, so that nobody misses how it ends.
        """
        of_product = Q(product=None) | Q(product=case.product_id)
        before = Cast(KT("data__from"), IntegerField())
        changes = CaseEvent.objects.filter(case=case.pk, kind=EventKind.PRIORITY_CHANGED)
        was_urgent = changes.annotate(before=before).filter(before__lte=OuterRef("priority"))
        urgent = Q(priority=None) | Q(priority__gte=case.priority) | Exists(was_urgent)
        return self.filter(
            of_product,
            urgent,
            organization=case.organization_id,
            created_at__lte=case.opened_at,
        )


class StandingWatch(models.Model):
    """Watches each new case of the organization that fits (CASE-3).

    Without a product those of all products; with a priority only such and more urgent ones.
    """

    LEVELS: ClassVar = [
        (Priority.P1, _("P1 Critical only")),
        (Priority.P2, _("P2 Urgent and up")),
        (Priority.P3, _("P3 Important and up")),
    ]

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="standing_watches")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="standing_watches"
    )
    product = models.ForeignKey(
        Product,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("product"),
    )
    priority = models.PositiveSmallIntegerField(_("from priority"), null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = StandingWatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing watch")
        verbose_name_plural = _("standing watches")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "product", "priority"],
                nulls_distinct=False,
                name="standing_watch_unique",
                violation_error_message=_("You watch these cases already."),
            ),
            models.CheckConstraint(
                condition=Q(priority=None) | Q(priority__range=(1, 4)),
                name="standing_watch_priority",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"

    @property
    def level(self) -> str:
        """From which priority up, in words; empty for any."""
        return next((str(words) for level, words in self.LEVELS if level == self.priority), "")


class CaseMute(models.Model):
    """Somebody who would hear of a case, and rather does not."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="mutes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted_cases")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("muted case")
        verbose_name_plural = _("muted cases")
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_mute_unique")]

    def __str__(self) -> str:
        return f"{self.user} · {self.case}"


class DigestItem(models.Model):
    """An event that somebody hears of at the end of the day, with others (NOTE-6)."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_items"
    )
    event = models.ForeignKey(CaseEvent, models.CASCADE, related_name="digest_items")
    day = models.DateField()
    """In the recipient's time zone: on whose digest it stands."""

    class Meta:
        verbose_name = _("digest item")
        verbose_name_plural = _("digest items")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event"], name="digest_item_unique")
        ]
        indexes = [models.Index("recipient", "day", name="digest_item_by_day")]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.event}"
