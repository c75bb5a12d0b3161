"""When a region's support is open, as the vendor enters it; `orgs.calendars` reckons with it."""

from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from orgs.models.organization import Region
from orgs.models.user import validate_time_zone


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
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "weekday", "opens"], name="opening_hours_unique"
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


class Holiday(models.Model):
    """A day on which the region's support stays closed."""

    calendar = models.ForeignKey(BusinessCalendar, models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="holiday_unique")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
