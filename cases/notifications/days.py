"""When the daily digest goes out: a pure function over time zones."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = time(8)

CLOSES = timedelta(minutes=15)
"""So long before it is sent nothing is added any more: no transaction lasts until then."""


def next_digest(now: datetime, zone: str, *, skip: int = 0) -> datetime:
    """The next eight o'clock of that zone, or so many days later, on its own clock.

    Its date there is the day that the digest is called by.
    """
    there = ZoneInfo(zone)
    day = (now + CLOSES).astimezone(there)
    ahead = skip + (day.time() >= HOUR)
    return datetime.combine(day.date() + timedelta(days=ahead), HOUR, there)
