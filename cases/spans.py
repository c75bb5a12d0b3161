"""When somebody can be called: spans of a day by the clock of the one who is called; pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AHEAD = timedelta(hours=2)
"""So long an agent has at least, to look at the case first."""

FRIDAY = 4

Span = tuple[datetime, datetime]


def span(day: date, start: time, end: time, zone: str) -> Span:
    """From–to on that day, on the clock of that zone."""
    there = ZoneInfo(zone)
    return datetime.combine(day, start, there), datetime.combine(day, end, there)


def next_span(now: datetime, start: time, end: time, zone: str) -> Span:
    """The first weekday's that begins far enough ahead."""
    day = now.astimezone(ZoneInfo(zone)).date()
    while True:
        found = span(day, start, end, zone)
        if day.weekday() <= FRIDAY and found[0] >= now + AHEAD:
            return found
        day += timedelta(days=1)
