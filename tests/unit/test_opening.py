"""A calendar frozen as JSON comes back as it was."""

import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.sla import Clock, duration
from orgs.calendars import Calendar, Span, always, business, weekdays
from orgs.models import ResponseTarget
from orgs.opening import Opening, freeze, thaw

PARIS = ZoneInfo("Europe/Paris")
NAMES = {date(2026, 12, 25): "Christmas Day", date(2027, 1, 1): "New Year’s Day"}


def through_json(opening: Opening, first: date = date.min, last: date = date.max) -> Opening:
    return thaw(json.loads(json.dumps(freeze(opening, first, last))))


@pytest.mark.rule("SLA-3")
@pytest.mark.parametrize(
    "opening",
    [
        Opening(always(), {}),
        Opening(weekdays(PARIS, NAMES), NAMES),
        Opening(business(PARIS, time(9), time(17), NAMES), NAMES),
        Opening(business(ZoneInfo("Asia/Kolkata"), time(9, 30), time(17, 45, 30)), {}),
        Opening(Calendar(PARIS, ((Span(time(9), time(12)), Span(time(13), time())),) * 7), {}),
    ],
)
def test_a_frozen_calendar_comes_back_as_it_was(opening):
    assert through_json(opening) == opening


times = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))


@st.composite
def calendars(draw):
    edges = [sorted(draw(st.sets(times, max_size=4))) for _day in range(7)]
    week = tuple(tuple(map(Span, day[::2], day[1::2])) for day in edges)
    zone = ZoneInfo(draw(st.sampled_from(["Europe/Paris", "Asia/Kolkata", "UTC"])))
    return Calendar(zone, week, draw(st.frozensets(st.dates(), max_size=4)))


@given(calendar=calendars())
def test_whatever_the_hours_are(calendar):
    opening = Opening(calendar, dict.fromkeys(calendar.holidays, "A day off"))

    assert through_json(opening) == opening


@pytest.mark.rule("SLA-3")
def test_only_the_holidays_on_the_way_are_frozen():
    opening = Opening(business(PARIS, time(9), time(17), NAMES), NAMES)

    kept = through_json(opening, date(2026, 12, 24), date(2026, 12, 31))

    assert kept.names == {date(2026, 12, 25): "Christmas Day"}
    assert kept.calendar.holidays == {date(2026, 12, 25)}


@pytest.mark.rule("SLA-3")
def test_a_frozen_clock_is_due_when_it_was():
    opening = Opening(business(PARIS, time(9), time(17), NAMES), NAMES)
    target = ResponseTarget(priority=3, amount=3, unit="hour", coverage="business")
    start = datetime(2026, 12, 24, 16, tzinfo=PARIS)

    clock = Clock(target, "emea", opening, start)
    again = Clock.thaw(json.loads(json.dumps(clock.freeze())))

    assert clock.due == again.due == datetime(2026, 12, 28, 11, tzinfo=PARIS)
    assert again.trace.holidays == [date(2026, 12, 25)]
    assert (str(again.target), again.target.priority) == ("3 hours, business hours", 3)


@pytest.mark.rule("SLA-1")
@pytest.mark.parametrize(
    ("amount", "unit", "hours"),
    [(90, "minute", 1.5), (4, "hour", 4), (1, "day", 8), (3, "day", 24)],
)
def test_how_long_a_target_is(amount, unit, hours):
    target = ResponseTarget(amount=amount, unit=unit, coverage="business")

    assert duration(target, business(PARIS, time(9), time(17))) == timedelta(hours=hours)
