"""What is told about the promise of a first answer: until when, whether kept, and why then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext

from cases.models import Case
from cases.sla import Clock, State, state_of
from orgs.calendars import Span, Stretch
from orgs.models import Coverage, Region, ResponseTarget

MOMENT = "WEEKDAY_TIME_FORMAT"
DAY = "WEEKDAY_FORMAT"
"""As `portal.formats` has them for each language."""
MAX_STEPS = 10
"""More stretches than this are not told one by one."""


@dataclass(frozen=True)
class Response:
    """Of a case; for a page in the reader's zone and language, which are those of the moment."""

    case: Case

    @cached_property
    def clock(self) -> Clock | None:
        frozen = self.case.response_clock
        return Clock.thaw(frozen) if frozen else None

    @property
    def target(self) -> ResponseTarget | None:
        return self.clock.target if self.clock else None

    @property
    def due(self) -> datetime | None:
        return self.case.first_response_due_at

    @property
    def state(self) -> State | None:
        return state_of(self.case)

    @property
    def is_late(self) -> bool:
        """Nobody has answered, and it is past the time."""
        return self.state == State.MISSED and not self.case.first_responded_at

    @property
    def left(self) -> str:
        """How long until the due time, or since: «2 hours, 5 minutes»."""
        return until(self.due) if self.due else ""

    @property
    def about(self) -> str:
        """The same in one unit, for lists."""
        return until(self.due, depth=1) if self.due else ""

    @property
    def account(self) -> "Account | None":
        """None where the zone's rules have changed since: the due time stands, as it was told."""
        return Account(self.clock) if self.clock and self.clock.due == self.due else None


@dataclass(frozen=True)
class Account:
    """A clock in words, by the wall clock of the opening hours and by the reader's."""

    clock: Clock

    @property
    def asked(self) -> str:
        return self._there(self.clock.start)

    @property
    def span(self) -> str:
        return self.clock.target.span

    @property
    def hours(self) -> str:
        """Which hours count: «24x7», «Japan, 09:00–17:00»."""
        coverage = Coverage(self.clock.target.coverage)
        if coverage == Coverage.ALWAYS:
            return str(coverage.label)
        business = coverage == Coverage.BUSINESS
        hours = self._week if business else str(coverage.label)
        return f"{Region(self.clock.region).label}, {hours}"

    @property
    def due(self) -> str:
        return self._there(self.clock.due)

    @property
    def due_here(self) -> str:
        """Where the reader's clock shows something else."""
        here = date_format(timezone.localtime(self.clock.due), MOMENT)
        return "" if here == self.due else here

    @property
    def opening(self) -> str:
        """When the clock began to run, if it had to wait for that."""
        starts = self.clock.trace.starts
        return "" if starts == self.clock.start else self._there(starts)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Each stretch with its length, where there are several."""
        steps = self.clock.trace.steps
        if not 1 < len(steps) <= MAX_STEPS:
            return []
        return [(self._stretch(step), _length(step.length)) for step in steps]

    @property
    def holidays(self) -> list[tuple[str, str]]:
        """The days on the way that did not count, with their names."""
        names = self.clock.opening.names
        return [(_day(day), _name(names.get(day))) for day in self.clock.trace.holidays]

    @property
    def _week(self) -> str:
        days = dict.fromkeys(day for day in self.clock.opening.calendar.week if day)
        return "; ".join(", ".join(_hours(day)) for day in days)

    def _stretch(self, step: Stretch) -> str:
        begins, ends = self._there(step.begins), self._there(step.ends)
        same = begins.rpartition(" ")[0] == ends.rpartition(" ")[0]
        return f"{begins}–{ends.rpartition(' ')[2] if same else ends}"

    def _there(self, moment: datetime) -> str:
        """By the clock of the opening hours; around the clock there is none but the reader's."""
        always = self.clock.target.coverage == Coverage.ALWAYS
        zone = None if always else self.clock.opening.calendar.zone
        return date_format(timezone.localtime(moment, zone), MOMENT)


def until(due: datetime, depth: int = 2) -> str:
    """How much time lies between now and then, either way, in the largest units."""
    now = timezone.now()
    return timesince(min(now, due), max(now, due), depth=depth)


def _hours(day: tuple[Span, ...]) -> Iterator[str]:
    for span in day:
        yield f"{span.opens:%H:%M}–{span.closes:%H:%M}"


def _day(day: date) -> str:
    return date_format(day, DAY)


def _name(name: str | None) -> str:
    """Those of the seed are in the catalogue; others stay as the vendor wrote them."""
    return gettext(name) if name else ""


def _length(length: timedelta) -> str:
    zero = datetime.min.replace(tzinfo=UTC)
    return timesince(zero, zero + length)
