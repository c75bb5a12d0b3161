"""Reads holidays out of an iCalendar feed: whole days, several in a row, every year."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from icalendar import Calendar

MOST_EVENTS = 5_000
MOST_DAYS = 31
"""In a row: longer ones are no holidays."""
MOST_LETTERS = 120
YEARLY = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"}
)
DAY = timedelta(days=1)


class UnreadableFeedError(ValueError):
    """The feed as a whole makes no sense."""


class WrongEventError(ValueError):
    """One of its entries makes none."""


@dataclass
class Feed:
    """What it names within the span that was asked for, and by number what is wrong in it."""

    holidays: dict[date, str] = field(default_factory=dict)
    wrong: list[tuple[int, str]] = field(default_factory=list)


def read_feed(text: bytes, first: date, last: date) -> Feed:
    """Raises UnreadableFeedError. Of two on the same day the first counts."""
    feed = Feed()
    for number, event in enumerate(_events(text), start=1):
        try:
            name = _name(event)
            for day in _days(event, first, last):
                feed.holidays.setdefault(day, name)
        except (WrongEventError, ValueError, OverflowError) as error:
            feed.wrong.append((number, _reason(error)))
    return feed


def _events(text: bytes) -> list[Any]:
    try:
        events = list(Calendar.from_ical(text).walk("VEVENT"))
    except (ValueError, IndexError, KeyError) as error:
        raise UnreadableFeedError(_("This is no iCalendar file.")) from error
    if len(events) > MOST_EVENTS:
        raise UnreadableFeedError(_("The file has more than 5,000 events."))
    return events


def _name(event: Any) -> str:
    words = " ".join(str(event.get("SUMMARY", "")).split())
    name = "".join(sign for sign in words if sign.isprintable())[:MOST_LETTERS].strip()
    if not name:
        raise WrongEventError(_("It has no name."))
    return name


def _days(event: Any, first: date, last: date) -> Iterator[date]:
    """Each day of each time that it comes, within the span."""
    begins, length = _begins(event), _length(event)
    if event.get("STATUS") == "CANCELLED":
        return
    for start in _starts(event, begins, first - length, last):
        for day in (start + number * DAY for number in range(length.days)):
            if first <= day <= last:
                yield day


def _begins(event: Any) -> date:
    begins = _value(event, "DTSTART")
    if "RECURRENCE-ID" in event:
        raise WrongEventError(_("It moves one day of a series: enter that day by hand."))
    if not isinstance(begins, date) or isinstance(begins, datetime):
        raise WrongEventError(_("It is not of whole days."))
    return begins


def _length(event: Any) -> timedelta:
    begins, ends = _value(event, "DTSTART"), _value(event, "DTEND")
    if ends is not None and type(ends) is not type(begins):
        raise WrongEventError(_("It is not of whole days."))
    length = ends - begins if ends else _value(event, "DURATION") or DAY
    if not DAY <= length <= MOST_DAYS * DAY or length % DAY:
        raise WrongEventError(_("It does not last from 1 to 31 days."))
    return length


def _value(event: Any, name: str) -> Any:
    """What the property says; None where it is not there. One that is there twice is none."""
    found = event.get(name)
    if isinstance(found, list) or (found is not None and not hasattr(found, "dt")):
        raise WrongEventError(_("“%(name)s” can't be read.") % {"name": name})
    return found.dt if found is not None else None


def _starts(event: Any, begins: date, first: date, last: date) -> list[date]:
    rule = event.get("RRULE")
    if "RDATE" in event:
        raise WrongEventError(_("It repeats otherwise than every year."))
    if rule is None:
        return [begins]
    if rule.get("FREQ") != ["YEARLY"] or not set(rule) <= YEARLY:
        raise WrongEventError(_("It repeats otherwise than every year."))
    until = rule.get("UNTIL")
    if until:
        rule["UNTIL"] = [_midnight(_day(until[0]))]
    series = rrulestr(rule.to_ical().decode(), dtstart=_midnight(begins))
    skipped = set(_skipped(event))
    found = series.between(_midnight(first), _midnight(last), inc=True)
    return [one.date() for one in found if one.date() not in skipped]


def _skipped(event: Any) -> Iterator[date]:
    lists = event.get("EXDATE", [])
    for each in lists if isinstance(lists, list) else [lists]:
        yield from (_day(entry.dt) for entry in each.dts)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else _("It can't be read.")
