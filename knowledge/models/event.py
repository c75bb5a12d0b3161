"""Webinars and the like, singly or in series (HOME-4)."""

import uuid
from datetime import datetime, timedelta, tzinfo
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.fields import time_zones
from portal.i18n import Translated


def check_zone(name: str) -> None:
    """Refuses what is no time zone."""
    if name not in dict(time_zones("UTC")):
        raise ValidationError(_("Choose a time zone of the list."), code="zone")


class EventSeries(models.Model):
    """What events have in common."""

    slug = models.SlugField(_("name in addresses"), max_length=120, unique=True)
    title_en = models.CharField(_("title, English"), max_length=200)
    title_fr = models.CharField(_("title, French"), max_length=200, blank=True)
    text_en = models.TextField(_("text, English"), blank=True, help_text="Markdown")
    text_fr = models.TextField(_("text, French"), blank=True, help_text="Markdown")
    title = Translated()
    text = Translated()

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        ordering = ["title_en"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledge:series", args=[self.slug])


class EventQuerySet(models.QuerySet["Event"]):
    def upcoming(self) -> Self:
        """Those that are not over, the next one first."""
        return self.filter(ends_at__gt=Now()).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Those that are over, the latest first."""
        return self.filter(ends_at__lte=Now()).order_by("-starts_at", "-pk")


class Event(models.Model):
    """One date of a series; `time_zone` is where it takes place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(
        EventSeries, models.CASCADE, related_name="events", verbose_name=_("series")
    )
    subject_en = models.CharField(_("subject, English"), max_length=200, blank=True)
    subject_fr = models.CharField(_("subject, French"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=40, validators=[check_zone])
    registration_url = models.URLField(
        _("registration"), blank=True, validators=[URLValidator(schemes=["https"])]
    )
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    """How often it changed since it was told of: calendars go by it."""
    changed_at = models.DateTimeField(_("changed"), db_default=Now(), editable=False)
    subject = Translated()

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_begins",
                violation_error_message=_("An event ends after it begins."),
            )
        ]
        indexes = [models.Index("ends_at", "id", name="event_by_end")]

    def __str__(self) -> str:
        return f"{self.series.title} – {self.subject}" if self.subject else self.series.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def place(self) -> str:
        """The zone, for people: “Europe/Paris”, “America/New York”."""
        return self.time_zone.replace("_", " ")

    @property
    def registration_host(self) -> str:
        return urlsplit(self.registration_url).hostname or ""

    @property
    def is_elsewhere(self) -> bool:
        """Whether clocks there differ from the reader's."""
        return _offset(self.starts_at, self.zone) != _offset(
            self.starts_at, timezone.get_current_timezone()
        )

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()


def _offset(moment: datetime, zone: tzinfo | None) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
