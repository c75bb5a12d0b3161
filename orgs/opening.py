"""When support is open in a region, by the rows of the vendor; as JSON where it is frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from orgs.calendars import Calendar, Span, always, weekdays
from orgs.models import BusinessCalendar, Coverage, Holiday, OpeningHours

HORIZON = timedelta(days=400)
"""Holidays later than this after the start of a count are not looked up: no target is as long."""

Frozen = dict[str, Any]


@dataclass(frozen=True)
class Opening:
    """A calendar, and what its holidays are called."""

    calendar: Calendar
    names: Mapping[date, str]


AROUND_THE_CLOCK = Opening(always(), {})


def opening_for(coverage: str, region: str, since: date) -> Opening | None:
    """The hours in which a clock of this coverage runs; one query.

    Those that depend on the region are None where the vendor has entered no calendar for it.
    """
    if coverage == Coverage.ALWAYS:
        return AROUND_THE_CLOCK
    row = _with_its_rows(since).filter(region=region).first()
    return _opening(coverage, row) if row else None


def freeze(opening: Opening, first: date, last: date) -> Frozen:
    """As JSON, with the holidays of these days only."""
    calendar, names = opening.calendar, opening.names
    days = sorted(day for day in calendar.holidays if first <= day <= last)
    return {
        "zone": calendar.zone.key,
        "week": [[[f"{s.opens}", f"{s.closes}"] for s in day] for day in calendar.week],
        "holidays": {day.isoformat(): names.get(day, "") for day in days},
    }


def thaw(frozen: Frozen) -> Opening:
    names = {date.fromisoformat(day): name for day, name in frozen["holidays"].items()}
    week = tuple(tuple(_span(*span) for span in day) for day in frozen["week"])
    return Opening(Calendar(ZoneInfo(frozen["zone"]), week, frozenset(names)), names)


def _with_its_rows(since: date) -> QuerySet[Any]:
    hours = OpeningHours.objects.filter(calendar=OuterRef("pk"))
    days = (since - timedelta(days=1), since + HORIZON)
    holidays = Holiday.objects.filter(calendar=OuterRef("pk"), day__range=days)
    return BusinessCalendar.objects.annotate(
        hour_rows=_objects(hours, "weekday", "opens", "closes"),
        holiday_rows=_objects(holidays, "day", "name"),
    )


def _objects(rows: QuerySet[Any], *names: str) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in names})))


def _opening(coverage: str, row: Any) -> Opening:
    names = {date.fromisoformat(each["day"]): each["name"] for each in row.holiday_rows}
    zone = ZoneInfo(row.time_zone)
    if coverage == Coverage.WEEKDAYS:
        return Opening(weekdays(zone, names), names)
    return Opening(Calendar(zone, _week(row.hour_rows), frozenset(names)), names)


def _week(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[Span, ...], ...]:
    days: list[list[Span]] = [[] for _day in range(7)]
    for row in rows:
        days[row["weekday"]].append(_span(row["opens"], row["closes"]))
    return tuple(tuple(sorted(day, key=lambda span: span.opens)) for day in days)


def _span(opens: str, closes: str) -> Span:
    return Span(time.fromisoformat(opens), time.fromisoformat(closes))
