"""A request for support."""

import re
import uuid
import zoneinfo
from datetime import UTC, datetime, time

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.lifecycle import ENDED, OPEN, WAITING_FOR_CUSTOMER, Status
from cases.models.choices import Environment, Impact, Priority
from cases.models.linked import Linked
from cases.models.promised import MOST_PRESSING_FIRST, Promised
from cases.models.wall import CaseQuerySet
from orgs.models import Organization, Product, Project, SupportTeam
from portal.history import remembered_once_changed
from portal.words import vector

NUMBER = re.compile(r"E-(\d{9,18})")
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Where an ongoing case stands among those sorted by their closing."""


class Case(Linked, Promised):
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="cases", verbose_name=_("organization")
    )
    product = models.ForeignKey(
        Product, models.PROTECT, related_name="cases", verbose_name=_("product")
    )
    team = models.ForeignKey(
        SupportTeam, models.PROTECT, related_name="cases", verbose_name=_("team")
    )
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cases", verbose_name=_("requester")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_cases",
        verbose_name=_("assignee"),
    )
    issue_type = models.ForeignKey(
        "cases.IssueType", models.PROTECT, null=True, blank=True, verbose_name=_("issue type")
    )
    issue_reason = models.ForeignKey(
        "cases.IssueReason", models.PROTECT, null=True, blank=True, verbose_name=_("issue reason")
    )
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("project"),
    )
    project_note = models.CharField(_("project not listed"), max_length=254, blank=True)
    project_url = models.URLField(_("Cloud Project URL"), max_length=500, blank=True)

    title = models.CharField(_("case title"), max_length=200)
    description = models.TextField(_("case description"), max_length=50_000)
    environment = models.CharField(_("environment"), max_length=16, choices=Environment, blank=True)
    product_version = models.CharField(_("product version"), max_length=80, blank=True)
    affected_url = models.URLField(_("affected URL"), max_length=500, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority)
    impact = models.CharField(_("business impact"), max_length=8, choices=Impact, blank=True)
    impact_statement = models.TextField(_("what the impact is"), max_length=5_000, blank=True)
    steps = models.TextField(_("steps to reproduce"), max_length=20_000, blank=True)
    expected = models.TextField(_("expected result"), max_length=20_000, blank=True)
    actual = models.TextField(_("actual result"), max_length=20_000, blank=True)
    recent_changes = models.TextField(_("recent changes"), max_length=20_000, blank=True)

    contact_phone = models.CharField(_("phone"), max_length=16, blank=True)
    contact_time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    contact_from = models.TimeField(_("from"), default=time(9))
    contact_to = models.TimeField(_("to"), default=time(17))

    status = models.CharField(
        _("status"), max_length=24, choices=Status, default=Status.AWAITING_ASSIGNMENT
    )
    outcome = models.CharField(_("outcome"), max_length=16, blank=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    last_activity_at = models.DateTimeField(
        _("last activity"), default=timezone.now, editable=False
    )
    status_since = models.DateTimeField(
        _("in this status since"), default=timezone.now, editable=False
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    reopen_until = models.DateTimeField(
        _("can be reopened until"), null=True, blank=True, editable=False
    )
    opening = models.PositiveSmallIntegerField(default=1, editable=False)
    """How many times it was opened: once, and once more with each reopening."""
    version = models.PositiveIntegerField(default=1, editable=False)
    submission = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    """The draft or the idempotency key that made it: twice the same makes one case (WIZ-12)."""

    search = models.GeneratedField(
        expression=vector(A="title", B="description"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.CheckConstraint(
                condition=~Q(priority=1) | ~Q(impact_statement=""),
                name="case_p1_states_its_impact",
                violation_error_message=_("Describe the business impact of a P1 case."),
            ),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="case_priority"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="case_known_status"),
            models.CheckConstraint(
                condition=Q(status__in=ENDED, closed_at__isnull=False, reopen_until__isnull=False)
                | Q(status__in=OPEN, closed_at=None, reopen_until=None),
                name="case_ended_has_its_times",
            ),
            models.CheckConstraint(
                condition=Q(contact_from__lt=F("contact_to"))
                & Q(contact_from__gte="05:00", contact_to__lte="21:00"),
                name="case_contact_hours",
                violation_error_message=_("The best time to contact lies between 05:00 and 21:00."),
            ),
            models.CheckConstraint(
                condition=Q(first_response_due_at=None, response_clock=None)
                | Q(first_response_due_at__isnull=False, response_clock__isnull=False),
                name="case_response_due_by_its_clock",
            ),
            models.CheckConstraint(
                condition=Q(next_reminder_at=None) | Q(status__in=WAITING_FOR_CUSTOMER),
                name="case_reminded_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_of=None) | Q(follow_up_of_legacy=None),
                name="case_follows_up_one",
            ),
            # The composite foreign key of follow-ups points here: none of another organization.
            models.UniqueConstraint(fields=["organization", "id"], name="case_of_its_organization"),
        ]
        indexes = [
            models.Index(
                F("organization"), F("opened_at").desc(), F("id").desc(), name="case_by_opening"
            ),
            models.Index(
                F("organization"),
                F("last_activity_at").desc(),
                F("id").desc(),
                name="case_by_activity",
            ),
            models.Index(
                F("organization"),
                F("requester"),
                F("opened_at").desc(),
                F("id").desc(),
                name="case_by_requester",
            ),
            models.Index(
                *MOST_PRESSING_FIRST, condition=Q(status__in=sorted(OPEN)), name="case_queue"
            ),
            models.Index(
                fields=["organization", "status", "status_since"],
                condition=Q(status__in=sorted(OPEN)),
                name="case_open",
            ),
            models.Index(
                "next_reminder_at",
                "id",
                condition=Q(next_reminder_at__isnull=False),
                name="case_reminders",
            ),
            models.Index(
                F("organization"),
                Coalesce("closed_at", Value(NEVER)).desc(),
                F("id").desc(),
                name="case_by_closing",
            ),
            models.Index(fields=["organization", "priority", "id"], name="case_by_priority"),
            models.Index(
                F("organization"),
                F("last_activity_at").desc(),
                F("id").desc(),
                condition=Q(escalated_at__isnull=False),
                name="case_escalated",
            ),
            GinIndex("search", name="case_search"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="filed_once",
                fields=[
                    "organization",
                    "requester",
                    "opened_at",
                    "submission",
                    "follow_up_of",
                    "follow_up_of_legacy",
                    "refiled_from",
                ],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            remembered_once_changed("case", keeps=["product_id", "team_id"], since="opened_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Needs `organization`: select it along."""
        return reverse("cases:detail", args=[self.organization.slug, self.number])

    @property
    def number(self) -> str:
        """What people call it: `E-000000017`."""
        return number_of(self.pk)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def contact_hours(self) -> tuple[datetime, datetime]:
        """Today's contact hours in the requester's zone, for showing them in the reader's."""
        zone = zoneinfo.ZoneInfo(self.contact_time_zone)
        today = timezone.now().astimezone(zone).date()
        return datetime.combine(today, self.contact_from, zone), datetime.combine(
            today, self.contact_to, zone
        )


def number_of(pk: int) -> str:
    return f"E-{pk:09d}"


def parse_number(text: str) -> int | None:
    """The primary key behind a case number; None for what is no number, such as `E-17`."""
    match = NUMBER.fullmatch(text)
    return int(match[1]) if match and number_of(int(match[1])) == text else None
