"""A region's opening hours, as somebody reads them on another clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from orgs.calendars import Calendar, NeverOpenError, Span, next_opening
from orgs.models import Coverage
from orgs.opening import Opening, opening_for

DAY = timedelta(days=1)
SOON = 14 * DAY


class Days(NamedTuple):
    """«Mon–Fri», «09:00–17:00»."""

    days: str
    hours: str


@dataclass(frozen=True)
class Hours:
    """In the zone of the moment, which is the reader's."""

    opening: Opening
    now: datetime

    @property
    def calendar(self) -> Calendar:
        return self.opening.calendar

    @property
    def week(self) -> list[Days]:
        """Days that follow each other with the same hours are told together."""
        runs = groupby(
            enumerate(self._days()), key=lambda day: (day[1][0].toordinal() - day[0], day[1][1])
        )
        return [_told([day for _place, (day, _hours) in run], key[1]) for key, run in runs]

    @property
    def opens_at(self) -> datetime | None:
        """When it opens next; None while it is open, or if it never does."""
        try:
            moment = next_opening(self.calendar, self.now)
        except NeverOpenError:
            return None
        return None if moment <= self.now else moment

    @property
    def holiday(self) -> tuple[date, str] | None:
        """The next within two weeks, of the days that would else be open."""
        open_days = (day for day in self.calendar.holidays if self.calendar.week[day.weekday()])
        soon = (day for day in open_days if self._today <= day <= self._today + SOON)
        day = min(soon, default=None)
        name = self.opening.names.get(day) if day else ""
        return (day, _(name) if name else "") if day else None

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.calendar.zone).date()

    def _days(self) -> Iterator[tuple[date, str]]:
        """Of this week, holidays aside: each day of the reader's with its hours."""
        for day, spans in groupby(sorted(self._spans()), key=lambda span: span[0].date()):
            yield day, ", ".join(_words(*span) for span in spans)

    def _spans(self) -> Iterator[tuple[datetime, datetime]]:
        monday = self._today - self._today.weekday() * DAY
        for weekday, spans in enumerate(self.calendar.week):
            yield from (self._here(monday + weekday * DAY, span) for span in spans)

    def _here(self, day: date, span: Span) -> tuple[datetime, datetime]:
        begins = datetime.combine(day, span.opens, self.calendar.zone)
        return timezone.localtime(begins), timezone.localtime(begins + span.length)


def hours_of(region: str) -> Hours | None:
    """None where the vendor has entered no calendar for the region; one query."""
    now = timezone.now()
    opening = opening_for(Coverage.BUSINESS, region, now.date())
    return Hours(opening, now) if opening else None


def _words(begins: datetime, ends: datetime) -> str:
    if ends - begins >= DAY:
        return _("around the clock")
    return f"{begins:%H:%M}–{ends:%H:%M}"


def _told(days: list[date], hours: str) -> Days:
    names = dict.fromkeys(date_format(day, "D") for day in (days[0], days[-1]))
    return Days("–".join(names), hours)
