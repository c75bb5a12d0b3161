"""Business time: when a calendar is open and for how long, as pure functions without database.

Moments come in aware, of any zone, and go out in UTC: between two times of one zone Python would
subtract the wall clocks, an hour wrong across a change to daylight saving.

Opening hours are what the clock on the wall says; their length is what truly elapses. A span opens
when the clock first reads `opens` or later, and closes when it first reads `closes` or later. So an
hour that the clock skips is never open, and while it repeats one, nobody who has left comes back.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)

HORIZON = timedelta(days=3653)
"""No search looks further ahead than these ten years."""

MIDNIGHT = time()
"""Where a span closes: the midnight at its end, 24:00."""


class NeverOpenError(ValueError):
    """The calendar does not open for that long within the horizon."""


@dataclass(frozen=True)
class Span:
    """Hours of one day. A night shift is two of them, to midnight and from midnight."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("The zone belongs to the calendar, not to its hours.")
        if self.closes <= self.opens and self.closes != MIDNIGHT:
            raise ValueError("A span must close after it opens.")

    @property
    def length(self) -> timedelta:
        """By the clock on the wall; on a day of change less or more may elapse."""
        wall = datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)
        return wall if self.closes != MIDNIGHT else wall + DAY

    def precedes(self, other: "Span") -> bool:
        return self.closes != MIDNIGHT and self.closes <= other.opens


WHOLE_DAY = Span(MIDNIGHT, MIDNIGHT)


@dataclass(frozen=True)
class Calendar:
    """Opening hours from Monday to Sunday in one zone, and the days without any."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("A week has seven days.")
        for day in self.week:
            if any(not earlier.precedes(later) for earlier, later in pairwise(day)):
                raise ValueError("The spans of a day must follow each other.")

    def hours(self, day: date) -> tuple[Span, ...]:
        return () if day in self.holidays else self.week[day.weekday()]


@dataclass(frozen=True)
class Stretch:
    """Time in which the calendar is open without a break."""

    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins


@dataclass(frozen=True)
class Trace:
    """How an amount of open time came to its end, for a reader to follow."""

    calendar: Calendar
    asked: datetime
    duration: timedelta
    steps: tuple[Stretch, ...]
    """Never empty; their lengths add up to the duration."""

    @property
    def starts(self) -> datetime:
        return self.steps[0].begins

    @property
    def due(self) -> datetime:
        return self.steps[-1].ends

    @property
    def holidays(self) -> list[date]:
        """The days on the way on which the calendar would else have been open."""
        zone, week = self.calendar.zone, self.calendar.week
        first, last = _wall(zone, self.asked).date(), _wall(zone, self.due).date()
        days = sorted(self.calendar.holidays)
        return [day for day in days if first <= day < last and week[day.weekday()]]


def always() -> Calendar:
    """24x7."""
    return Calendar(ZoneInfo("UTC"), ((WHOLE_DAY,),) * 7)


def weekdays(zone: ZoneInfo, holidays: Iterable[date] = ()) -> Calendar:
    """24x5: from Monday to Friday around the clock of the zone."""
    return _from_monday_to_friday(zone, WHOLE_DAY, holidays)


def business(zone: ZoneInfo, opens: time, closes: time, holidays: Iterable[date] = ()) -> Calendar:
    """The same hours from Monday to Friday (SLA-2)."""
    return _from_monday_to_friday(zone, Span(opens, closes), holidays)


def next_opening(calendar: Calendar, moment: datetime) -> datetime:
    """The first open moment from this one on: itself where the calendar is open.

    Raises NeverOpenError; and ValueError for a naive moment, as do all functions here.
    """
    return trace(calendar, moment, timedelta()).starts


def add(calendar: Calendar, moment: datetime, duration: timedelta) -> datetime:
    """When so much open time has passed, counted from the next opening (SLA-3).

    A duration that is used up as the calendar closes ends there, not at the opening after.
    Raises NeverOpenError, and ValueError for a negative duration.
    """
    return trace(calendar, moment, duration).due


def add_days(calendar: Calendar, moment: datetime, n: int) -> datetime:
    """When so many business days have passed: n times the open time of one, as `add` counts it.

    So one day from Friday 16:50 ends on Monday 16:50, and one from Saturday as Monday closes.
    """
    return add(calendar, moment, n * business_day(calendar))


def business_day(calendar: Calendar) -> timedelta:
    """The open time that counts as one day: that of the week's longest, so half a day is no day."""
    return max(sum((span.length for span in day), timedelta()) for day in calendar.week)


def between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """How much open time lies between two moments; negative where the end comes first."""
    start, end = _utc(start), _utc(end)
    if end < start:
        return -between(calendar, end, start)
    return sum((stretch.length for stretch in _stretches(calendar, start, end)), timedelta())


def trace(calendar: Calendar, moment: datetime, duration: timedelta) -> Trace:
    """What `add` counts, stretch by stretch. Raises what `add` raises."""
    if duration < timedelta():
        raise ValueError("Business time runs forward.")
    asked = _utc(moment)
    steps: list[Stretch] = []
    left = duration
    for stretch in _stretches(calendar, asked, asked + HORIZON):
        if left <= stretch.length:
            steps.append(Stretch(stretch.begins, stretch.begins + left))
            return Trace(calendar, asked, duration, tuple(_joined(steps)))
        steps.append(stretch)
        left -= stretch.length
    raise NeverOpenError(f"Not open for {duration} in the ten years after {asked}.")


def _from_monday_to_friday(zone: ZoneInfo, span: Span, holidays: Iterable[date]) -> Calendar:
    return Calendar(zone, ((span,),) * 5 + ((),) * 2, frozenset(holidays))


def _stretches(calendar: Calendar, since: datetime, until: datetime) -> Iterator[Stretch]:
    """What is open between two moments in UTC, day by day."""
    for day in _days(_wall(calendar.zone, since).date(), _wall(calendar.zone, until).date()):
        for span in calendar.hours(day):
            opening = datetime.combine(day, span.opens)
            begins = max(_reached(calendar.zone, opening), since)
            ends = min(_reached(calendar.zone, opening + span.length), until)
            if begins < ends:
                yield Stretch(begins, ends)


def _days(first: date, last: date) -> Iterator[date]:
    """One day more than the clock says: set back over midnight, it repeats one that is over."""
    return (first + number * DAY for number in range((last - first).days + 2))


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time in as few stretches as it takes: midnight is no break."""
    joined: list[Stretch] = []
    for stretch in stretches:
        if joined and joined[-1].ends == stretch.begins:
            joined[-1] = Stretch(joined[-1].begins, stretch.ends)
        else:
            joined.append(stretch)
    return joined


def _reached(zone: ZoneInfo, wall: datetime) -> datetime:
    """When the clock of the zone first reads this or later: a time that it skips, as it jumps."""
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if _wall(zone, moment) == wall:
        return moment
    early = wall.replace(tzinfo=zone, fold=1, microsecond=0).astimezone(UTC)
    seconds = range(int((moment - early).total_seconds()))
    jump = bisect_left(seconds, wall, key=lambda n: _wall(zone, early + timedelta(seconds=n)))
    return early + timedelta(seconds=jump)


def _wall(zone: ZoneInfo, moment: datetime) -> datetime:
    """What the clock on the wall says, and no longer where."""
    return moment.astimezone(zone).replace(tzinfo=None)


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError("A moment without a zone has no place in business time.")
    return moment.astimezone(UTC)
