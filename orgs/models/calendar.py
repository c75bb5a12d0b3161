"""When a region's support is open, as the vendor enters it; `orgs.calendars` reckons with it."""

from datetime import time

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.db.models.functions import Coalesce, NullIf
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orgs.models.organization import Region
from orgs.models.user import validate_time_zone

MIDNIGHT = time()


class Seconds(Func):
    """Of the day until a time of it."""

    template = "extract(epoch FROM %(expressions)s)::int"
    output_field = models.IntegerField()


class HoursRange(Func):
    function = "int4range"
    output_field = IntegerRangeField()


OPEN = HoursRange(Seconds("opens"), Coalesce(NullIf(Seconds("closes"), 0), 86_400))
"""The seconds of a day in which it is open; its end is 24:00, which no time can say."""


class BusinessCalendar(models.Model):
    """One for each region (SLA-2)."""

    region = models.CharField(_("region"), max_length=8, choices=Region, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])

    class Meta:
        verbose_name = _("business calendar")
        verbose_name_plural = _("business calendars")
        ordering = ["region"]

    def __str__(self) -> str:
        return self.get_region_display()


class OpeningHours(models.Model):
    """A span of one weekday; several make a day. Closing at 00:00 is the midnight at its end."""

    calendar = models.ForeignKey(BusinessCalendar, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=sorted(WEEKDAYS.items()))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(
        _("closes"), help_text=_("00:00 is the midnight at the end of the day.")
    )

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            ExclusionConstraint(
                name="opening_hours_do_not_overlap",
                expressions=[
                    ("calendar", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (OPEN, RangeOperators.OVERLAPS),
                ],
                deferrable=Deferrable.DEFERRED,  # two rows may trade places
                violation_error_message=_("These hours overlap others of the same day."),
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"),
                name="opening_hours_close_after_they_open",
                violation_error_message=_("Hours must close after they open."),
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6)), name="opening_hours_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        """Before the constraints: PostgreSQL could not even tell what such hours overlap."""
        if self.opens and self.closes and MIDNIGHT < self.closes <= self.opens:
            raise ValidationError({"closes": _("Hours must close after they open.")})


class Holiday(models.Model):
    """A day on which the region's support stays closed."""

    calendar = models.ForeignKey(
        BusinessCalendar,
        models.CASCADE,
        related_name="holidays",
        verbose_name=_("business calendar"),
    )
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_unique")]

    def __str__(self) -> str:
        """Names of the seed are in the catalogue; others stay as the vendor wrote them."""
        return f"{gettext(self.name)}, {date_format(self.day)}"
