"""The promise of a first answer: by which target, counted in which hours, kept or not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from orgs.calendars import Calendar, NeverOpenError, Trace, business_day, trace
from orgs.models import Organization, ResponseTarget
from orgs.opening import Opening, freeze, opening_for, thaw

FIELDS = ("first_response_due_at", "response_clock")
"""What a promise writes."""


class State(models.TextChoices):
    RUNNING = "running", _("Running")
    MET = "met", _("Met")
    MISSED = "missed", _("Missed")
    ENDED = "ended", _("Closed before it was due")


@dataclass(frozen=True)
class Clock:
    """A target, counted from a moment in the opening hours for a region."""

    target: ResponseTarget
    region: str
    opening: Opening
    start: datetime

    @cached_property
    def trace(self) -> Trace:
        """How the due time comes about. Raises NeverOpenError."""
        calendar = self.opening.calendar
        return trace(calendar, self.start, duration(self.target, calendar))

    @property
    def due(self) -> datetime:
        return self.trace.due

    def freeze(self) -> dict[str, Any]:
        """For `Case.response_clock`: what a vendor edits later changes no promise."""
        zone = self.opening.calendar.zone
        days = [moment.astimezone(zone).date() for moment in (self.start, self.due)]
        return {
            "target": {name: getattr(self.target, name) for name in TARGET},
            "region": self.region,
            "start": self.start.isoformat(),
            "opening": freeze(self.opening, *days),
        }

    @classmethod
    def thaw(cls, frozen: dict[str, Any]) -> Self:
        start = datetime.fromisoformat(frozen["start"])
        target = ResponseTarget(**frozen["target"])
        return cls(target, frozen["region"], thaw(frozen["opening"]), start)


TARGET = ("priority", "amount", "unit", "coverage")


def duration(target: ResponseTarget, calendar: Calendar) -> timedelta:
    """The open time that the target allows; a day of it is as long as the calendar's."""
    if target.unit == ResponseTarget.Unit.DAY:
        return target.amount * business_day(calendar)
    return timedelta(**{f"{target.unit}s": target.amount})


def clock_for(organization: Organization, priority: int, start: datetime) -> Clock | None:
    """What is promised for this priority; None without a plan, a target or opening hours."""
    if organization.plan_id is None:
        return None
    targets = ResponseTarget.objects.filter(plan=organization.plan_id, priority=priority)
    return clock_of(targets.first(), organization.region, start)


def clock_of(target: ResponseTarget | None, region: str, start: datetime) -> Clock | None:
    """The clock of a target that is at hand already."""
    opening = opening_for(target.coverage, region, start.date()) if target else None
    if target is None or opening is None:
        return None
    clock = Clock(target, region, opening, start)
    return clock if _ends(clock) else None


def clock_after_change(case: Case, before: int, now: datetime) -> Clock | None:
    """The promise after a change of priority from `before`; None leaves the one that it has.

    What is answered or missed is settled. Raised, the new target counts from the change, and never
    puts the promise off; lowered, it counts from the submission, and never brings it forward.
    """
    due = case.first_response_due_at
    if state_of(case, now) not in (State.RUNNING, None) or case.first_responded_at:
        return None
    is_raised = case.priority < before
    start = case.opened_at if due and not is_raised else max(now, case.opened_at)
    clock = clock_for(case.organization, case.priority, start)
    if clock is None or due is None:
        return clock
    return clock if (clock.due < due) == is_raised else None


def state_of(case: Case, now: datetime | None = None) -> State | None:
    """Whether the promise is kept; None where none was made."""
    due = case.first_response_due_at
    if due is None:
        return None
    if case.first_responded_at:
        return State.MET if case.first_responded_at <= due else State.MISSED
    if (case.closed_at or now or timezone.now()) >= due:
        return State.MISSED
    return State.ENDED if case.closed_at else State.RUNNING


def _ends(clock: Clock) -> bool:
    """A calendar that never opens promises nothing."""
    try:
        return bool(clock.due)
    except NeverOpenError:
        return False
