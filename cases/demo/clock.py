"""When things happened in the demo world: so many working days, or hours, before it was loaded."""

import re
from datetime import UTC, date, datetime, time, timedelta

AGO = re.compile(r"(\d+)([hm])")
SATURDAY = 5


def moment(words: str, now: datetime) -> datetime:
    """«12 09:40» is 09:40 UTC, twelve working days before `now`; «3h» and «35m» are so long ago.

    Hours are for what is fresh, at most six: then they come after all that is told in days.
    """
    if ago := AGO.fullmatch(words):
        amount = int(ago[1])
        return now - (timedelta(hours=amount) if ago[2] == "h" else timedelta(minutes=amount))
    days, clock = words.split()
    day = working_day_before(now.astimezone(UTC).date(), int(days))
    return datetime.combine(day, time.fromisoformat(clock), UTC)


def working_day_before(day: date, days: int) -> date:
    """Saturdays and Sundays do not count."""
    while days:
        day -= timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day
