"""Business time by hand-written tables, and against a walk from minute to minute."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from orgs.calendars import (
    MIDNIGHT,
    WHOLE_DAY,
    Calendar,
    NeverOpenError,
    Span,
    add,
    add_days,
    always,
    between,
    business,
    business_day,
    next_opening,
    trace,
    weekdays,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
KOLKATA, LORD_HOWE = ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Lord_Howe")

CHRISTMAS = [date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)]

REGIONS = {
    "americas": business(NEW_YORK, time(6), time(17, 30), [date(2026, 11, 26)]),
    "emea": business(PARIS, time(9), time(17), CHRISTMAS),
    "apac": business(ZoneInfo("Asia/Singapore"), time(9), time(17)),
    "japan": business(ZoneInfo("Asia/Tokyo"), time(9), time(17), [date(2026, 11, 23)]),
    "india": business(KOLKATA, time(9), time(17)),
}


def every_day(zone, *hours, holidays=()):
    """The same hours on all seven days, written as "09:00-12:00"."""
    spans = tuple(Span(*map(time.fromisoformat, text.split("-"))) for text in hours)
    return Calendar(zone, (spans,) * 7, frozenset(holidays))


def at(text, zone, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("region", "asked", "hours", "due"),
    [
        # 2026-11-20 is a Friday
        ("emea", "2026-11-20 16:00", 4, "2026-11-23 12:00"),
        ("emea", "2026-11-20 08:59", 4, "2026-11-20 13:00"),
        ("emea", "2026-11-20 09:00", 8, "2026-11-20 17:00"),
        ("emea", "2026-11-20 16:00", 1, "2026-11-20 17:00"),
        ("emea", "2026-11-20 17:00", 1, "2026-11-23 10:00"),
        ("emea", "2026-11-21 12:00", 2, "2026-11-23 11:00"),
        ("emea", "2026-11-20 16:59:30", 1, "2026-11-23 09:59:30"),
        ("emea", "2026-12-23 16:00", 2, "2026-12-28 10:00"),
        ("emea", "2026-12-31 16:00", 2, "2027-01-04 10:00"),
        ("emea", "2026-03-27 16:30", 1, "2026-03-30 09:30"),
        ("emea", "2026-10-23 16:30", 1, "2026-10-26 09:30"),
        ("americas", "2026-11-20 05:00", 1, "2026-11-20 07:00"),
        ("americas", "2026-11-20 17:00", 1, "2026-11-23 06:30"),
        ("americas", "2026-11-25 17:00", 2, "2026-11-27 07:30"),
        ("americas", "2026-03-06 17:00", 12, "2026-03-09 17:30"),
        ("americas", "2026-10-30 17:00", 12, "2026-11-02 17:30"),
        ("apac", "2026-11-20 16:00", 4, "2026-11-23 12:00"),
        ("apac", "2026-02-28 23:00", 1, "2026-03-02 10:00"),
        ("japan", "2026-11-20 16:00", 4, "2026-11-24 12:00"),
        ("japan", "2026-11-23 10:00", 6, "2026-11-24 15:00"),
        ("india", "2026-11-20 16:15", 1, "2026-11-23 09:15"),
    ],
)
def test_a_target_in_the_business_hours_of_a_region(region, asked, hours, due):
    calendar = REGIONS[region]

    answer = add(calendar, at(asked, calendar.zone), hours * HOUR)

    assert answer == at(due, calendar.zone)


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("region", "asked", "starts"),
    [
        # noon in UTC, on Friday and then on Saturday
        ("americas", "2026-11-20 12:00", "2026-11-20 12:00"),
        ("emea", "2026-11-20 12:00", "2026-11-20 12:00"),
        ("apac", "2026-11-20 12:00", "2026-11-23 01:00"),
        ("japan", "2026-11-20 12:00", "2026-11-24 00:00"),
        ("india", "2026-11-20 12:00", "2026-11-23 03:30"),
        ("americas", "2026-11-21 12:00", "2026-11-23 11:00"),
        ("emea", "2026-11-21 12:00", "2026-11-23 08:00"),
        # in summer the same hours come earlier where the clocks change
        ("americas", "2026-07-18 12:00", "2026-07-20 10:00"),
        ("emea", "2026-07-18 12:00", "2026-07-20 07:00"),
        ("japan", "2026-07-18 12:00", "2026-07-20 00:00"),
    ],
)
def test_the_clock_starts_at_the_next_opening_of_the_region(region, asked, starts):
    assert next_opening(REGIONS[region], at(asked, UTC)) == at(starts, UTC)


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("zone", "day", "elapsed"),
    [
        (PARIS, "2026-03-29", 23 * HOUR),
        (PARIS, "2026-10-25", 25 * HOUR),
        (NEW_YORK, "2026-03-08", 23 * HOUR),
        (NEW_YORK, "2026-11-01", 25 * HOUR),
        (LORD_HOWE, "2026-10-04", 23 * HOUR + 30 * MINUTE),
        (LORD_HOWE, "2026-04-05", 24 * HOUR + 30 * MINUTE),
        (KOLKATA, "2026-03-29", 24 * HOUR),
        (ZoneInfo("America/Sao_Paulo"), "2018-11-04", 23 * HOUR),
        (ZoneInfo("America/Sao_Paulo"), "2018-02-17", 25 * HOUR),
        (ZoneInfo("Pacific/Apia"), "2011-12-30", 0 * HOUR),
    ],
)
def test_a_day_is_as_long_as_its_clocks_make_it(zone, day, elapsed):
    midnight = at(day, zone)
    others = [date.fromisoformat(day) + timedelta(n) for n in (-2, -1, 1, 2)]
    calendar = every_day(zone, "00:00-00:00", holidays=others)

    assert between(calendar, midnight - 30 * HOUR, midnight + 50 * HOUR) == elapsed


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("zone", "hours", "day", "opens", "closes"),
    [
        # Paris, 29 March: 02:00 is 03:00, 01:00 in UTC
        (PARIS, "01:00-04:00", "2026-03-29", "00:00", "02:00"),
        (PARIS, "02:30-04:00", "2026-03-29", "01:00", "02:00"),
        (PARIS, "01:00-02:30", "2026-03-29", "00:00", "01:00"),
        # Paris, 25 October: 03:00 is 02:00 again, 01:00 in UTC
        (PARIS, "02:00-03:00", "2026-10-25", "00:00", "02:00"),
        (PARIS, "02:30-04:00", "2026-10-25", "00:30", "03:00"),
        (PARIS, "01:00-02:30", "2026-10-25", "2026-10-24T23:00", "00:30"),
        # New York, 8 March at 07:00 and 1 November at 06:00 in UTC
        (NEW_YORK, "02:15-05:00", "2026-03-08", "07:00", "09:00"),
        (NEW_YORK, "01:30-05:00", "2026-11-01", "05:30", "10:00"),
        # Lord Howe moves by half an hour: on 4 October 02:00 is 02:30, on 5 April 02:00 is 01:30
        (LORD_HOWE, "02:10-04:00", "2026-10-04", "2026-10-03T15:30", "2026-10-03T17:00"),
        (LORD_HOWE, "01:45-03:00", "2026-04-05", "2026-04-04T14:45", "2026-04-04T16:30"),
        (KOLKATA, "00:00-05:30", "2026-03-29", "2026-03-28T18:30", "00:00"),
    ],
)
def test_a_span_across_a_change_of_clocks_has_its_true_length(zone, hours, day, opens, closes):
    opens, closes = (at(text if "T" in text else f"{day} {text}", UTC) for text in (opens, closes))
    noon_before = at(day, zone) - 12 * HOUR

    (step,) = trace(every_day(zone, hours), noon_before, closes - opens).steps

    assert (step.begins, step.ends) == (opens, closes)


def test_hours_that_the_clock_skips_are_never_open():
    skipped = every_day(PARIS, "02:15-02:45")

    assert between(skipped, at("2026-03-29", PARIS), at("2026-03-30", PARIS)) == timedelta()


def test_who_closes_in_the_repeated_hour_does_not_come_back():
    calendar = every_day(PARIS, "01:00-02:30")

    after = next_opening(calendar, at("2026-10-25 02:10", PARIS, fold=1))

    assert after == at("2026-10-26 01:00", PARIS)


def test_clocks_set_back_over_midnight_give_no_second_evening():
    """In St. John's, on 7 November 2010, 00:01 is 23:01 of the 6th again, at 02:31 in UTC."""
    st_johns = ZoneInfo("America/St_Johns")
    start, end = at("2010-11-06 22:00", st_johns), at("2010-11-06 23:30", st_johns, fold=1)

    assert between(every_day(st_johns, "00:00-00:00"), start, end) == 2.5 * HOUR
    assert between(every_day(st_johns, "12:00-00:00"), start, end) == 2 * HOUR


@pytest.mark.rule("SLA-2")
def test_around_the_clock_nothing_waits():
    asked = at("2026-10-24 12:00", PARIS)

    assert add(always(), asked, 24 * HOUR) == at("2026-10-25 11:00", PARIS)
    assert next_opening(always(), asked) == asked


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("asked", "hours", "due"),
    [
        ("2026-11-20 23:00", 1, "2026-11-21 00:00"),
        ("2026-11-20 23:00", 2, "2026-11-23 01:00"),
        ("2026-11-22 23:59", 2, "2026-11-23 02:00"),
        ("2026-12-23 23:00", 2, "2026-12-28 01:00"),
    ],
)
def test_five_days_around_the_clock_rest_at_the_weekend(asked, hours, due):
    calendar = weekdays(PARIS, CHRISTMAS)

    assert add(calendar, at(asked, PARIS), hours * HOUR) == at(due, PARIS)


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("region", "asked", "days", "due"),
    [
        ("emea", "2026-11-20 16:50", 1, "2026-11-23 16:50"),
        ("emea", "2026-11-20 16:50", 3, "2026-11-25 16:50"),
        ("emea", "2026-11-21 12:00", 1, "2026-11-23 17:00"),
        ("emea", "2026-11-20 09:00", 1, "2026-11-20 17:00"),
        ("emea", "2026-12-23 10:00", 2, "2026-12-29 10:00"),
        ("emea", "2026-03-27 12:00", 1, "2026-03-30 12:00"),
        ("americas", "2026-11-25 08:00", 1, "2026-11-27 08:00"),
        ("japan", "2026-11-20 10:00", 1, "2026-11-24 10:00"),
        ("emea", "2026-11-21 12:00", 0, "2026-11-23 09:00"),
    ],
)
def test_a_business_day_is_the_open_time_of_one(region, asked, days, due):
    calendar = REGIONS[region]

    assert add_days(calendar, at(asked, calendar.zone), days) == at(due, calendar.zone)


def test_half_a_day_does_not_count_as_a_business_day():
    full, half = (Span(time(9), time(12)), Span(time(13), time(18))), (Span(time(9), time(13)),)
    calendar = Calendar(PARIS, (full, full, full, full, half, (), ()))

    assert business_day(calendar) == 8 * HOUR
    assert add_days(calendar, at("2026-11-20 09:00", PARIS), 1) == at("2026-11-23 14:00", PARIS)


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-20 16:00", "2026-11-23 12:00", 4),
        ("2026-11-20 12:00", "2026-11-20 13:00", 1),
        ("2026-11-21 00:00", "2026-11-22 23:00", 0),
        ("2026-11-23 12:00", "2026-11-20 16:00", -4),
        ("2026-12-21 00:00", "2027-01-04 00:00", 56),
        ("2026-01-01 00:00", "2027-01-01 00:00", 259 * 8),
    ],
)
def test_the_open_time_between_two_moments(start, end, hours):
    assert between(REGIONS["emea"], at(start, PARIS), at(end, PARIS)) == hours * HOUR


@pytest.mark.rule("SLA-2")
def test_a_trace_shows_every_stretch_and_the_holidays_on_the_way():
    calendar = business(PARIS, time(9), time(17), [*CHRISTMAS, date(2026, 12, 26)])

    told = trace(calendar, at("2026-12-23 18:00", NEW_YORK), 10 * HOUR)

    assert told.starts == at("2026-12-28 09:00", PARIS)
    assert told.due == at("2026-12-29 11:00", PARIS)
    assert [step.length for step in told.steps] == [8 * HOUR, 2 * HOUR]
    assert told.holidays == [date(2026, 12, 24), date(2026, 12, 25)]


def test_a_trace_takes_no_break_at_midnight():
    (step,) = trace(weekdays(PARIS), at("2026-11-16 15:00", PARIS), 60 * HOUR).steps

    assert step.ends == at("2026-11-19 03:00", PARIS)


def test_a_holiday_after_the_last_minute_was_not_on_the_way():
    told = trace(weekdays(PARIS, CHRISTMAS), at("2026-12-23 12:00", PARIS), 12 * HOUR)

    assert (told.due, told.holidays) == (at("2026-12-24 00:00", PARIS), [])


def test_answers_are_in_utc():
    asked = at("2026-11-20 16:00", PARIS)

    assert add(REGIONS["emea"], asked, HOUR).tzinfo is next_opening(always(), asked).tzinfo is UTC


NOW = at("2026-11-20 16:00", UTC)
NAIVE = NOW.replace(tzinfo=None)
CLOSED = Calendar(PARIS, ((),) * 7)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: next_opening(always(), NAIVE),
        lambda: add(always(), NAIVE, HOUR),
        lambda: add_days(always(), NAIVE, 1),
        lambda: between(always(), NAIVE, NOW),
        lambda: between(always(), NOW, NAIVE),
        lambda: trace(always(), NAIVE, HOUR),
        lambda: add(always(), NOW, -HOUR),
        lambda: add_days(always(), NOW, -1),
        lambda: Span(time(9), time(9)),
        lambda: Span(time(17), time(9)),
        lambda: Span(time(9, tzinfo=UTC), time(17)),
        lambda: Calendar(PARIS, ((WHOLE_DAY,),) * 6),
        lambda: every_day(PARIS, "13:00-17:00", "09:00-12:00"),
        lambda: every_day(PARIS, "09:00-12:00", "11:00-17:00"),
        lambda: every_day(PARIS, "00:00-00:00", "11:00-17:00"),
    ],
)
def test_what_makes_no_sense_is_refused(ask):
    with pytest.raises(ValueError, match=r"\.$"):
        ask()


@pytest.mark.parametrize(
    "search",
    [
        lambda: next_opening(CLOSED, NOW),
        lambda: add(CLOSED, NOW, HOUR),
        lambda: add_days(CLOSED, NOW, 1),
        lambda: add(always(), NOW, timedelta.max),
        lambda: next_opening(
            every_day(
                PARIS, "09:00-17:00", holidays=[NOW.date() + timedelta(n) for n in range(4000)]
            ),
            NOW,
        ),
    ],
)
def test_a_search_ends_where_a_calendar_never_opens(search):
    with pytest.raises(NeverOpenError):
        search()


def test_no_open_time_lies_between_two_moments_of_a_closed_calendar():
    assert between(CLOSED, NOW, NOW + timedelta(400)) == timedelta()


CHANGES = {
    "Europe/Paris": ["2026-03-29", "2026-10-25", "2026-12-31"],
    "America/New_York": ["2026-03-08", "2026-11-01"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],
    "Asia/Kolkata": ["2026-12-31"],
    "America/Sao_Paulo": ["2018-02-18", "2018-11-04"],
    "America/St_Johns": ["2010-03-14", "2010-11-07"],
    "America/Havana": ["2026-03-08", "2026-11-01"],
    "Pacific/Apia": ["2011-12-30"],
}
"""Zones with days on which their clocks change: in the night, at midnight, over it, by a day."""

SCENES = [(ZoneInfo(name), date.fromisoformat(day)) for name in CHANGES for day in CHANGES[name]]
WINDOW = 3 * 24 * 60


@st.composite
def days(draw):
    """The spans of a day at whole minutes, often near the hours at which clocks change."""
    clock = st.one_of(st.sampled_from([0, 1, 60, 90, 105, 120, 150, 180]), st.integers(0, 1440))
    edges = sorted(draw(st.sets(clock, max_size=4)))
    times = [time(edge // 60 % 24, edge % 60) for edge in edges]
    return tuple(map(Span, times[::2], times[1::2]))


@st.composite
def scenes(draw):
    """A calendar, and a minute in the two days before its clocks change or after."""
    zone, day = draw(st.sampled_from(SCENES))
    week = draw(st.tuples(*[days()] * 7))
    holidays = draw(st.frozensets(st.sampled_from([day + timedelta(n) for n in range(-2, 4)])))
    moment = datetime.combine(day, MIDNIGHT, UTC) + draw(st.integers(-2880, 1440)) * MINUTE
    return Calendar(zone, week, holidays), moment


def open_minutes(calendar, moment):
    """The walk: each open minute in three days, by a clock that is never set back."""
    clock = datetime(1, 1, 1)  # noqa: DTZ001 - a clock on the wall knows no zone
    for number in range(-180, WINDOW):
        minute = moment + number * MINUTE
        clock = max(clock, minute.astimezone(calendar.zone).replace(tzinfo=None))
        if number >= 0 and is_open(calendar, clock):
            yield minute


def is_open(calendar, clock):
    return clock.date() not in calendar.holidays and any(
        span.opens <= clock.time() and (clock.time() < span.closes or span.closes == MIDNIGHT)
        for span in calendar.week[clock.weekday()]
    )


walked = settings(max_examples=40, deadline=None)


@given(scene=scenes(), amount=st.integers(1, 2000))
@walked
def test_adding_agrees_with_a_walk_from_minute_to_minute(scene, amount):
    calendar, moment = scene
    minutes = [*open_minutes(calendar, moment)]
    assume(minutes)
    amount = min(amount, len(minutes))

    assert next_opening(calendar, moment) == minutes[0]
    assert add(calendar, moment, amount * MINUTE) == minutes[amount - 1] + MINUTE


@given(scene=scenes(), length=st.integers(0, WINDOW))
@walked
def test_the_time_between_agrees_with_a_walk_from_minute_to_minute(scene, length):
    calendar, moment = scene
    end = moment + length * MINUTE

    counted = sum(minute < end for minute in open_minutes(calendar, moment))

    assert between(calendar, moment, end) == counted * MINUTE


amounts = st.timedeltas(timedelta(), 2 * HOUR)
offsets = st.timedeltas(timedelta(), timedelta(days=40))


@given(scene=scenes(), offset=offsets, one=amounts, two=amounts)
@settings(max_examples=40, deadline=None)
def test_adding_and_measuring_undo_each_other(scene, offset, one, two):
    calendar, moment = scene[0], scene[1] + offset
    assume(any(calendar.week))

    halfway, due = add(calendar, moment, one), add(calendar, moment, one + two)

    assert between(calendar, moment, due) == one + two
    assert between(calendar, halfway, due) == two
    assert add(calendar, halfway, two) == (due if two else next_opening(calendar, halfway))


@given(scene=scenes(), offset=offsets, duration=amounts)
@settings(max_examples=40, deadline=None)
def test_the_steps_of_a_trace_are_open_apart_and_complete(scene, offset, duration):
    calendar, moment = scene[0], scene[1] + offset
    assume(any(calendar.week))

    told = trace(calendar, moment, duration)

    assert sum((step.length for step in told.steps), timedelta()) == duration
    assert all(between(calendar, step.begins, step.ends) == step.length for step in told.steps)
    assert all(one.ends < next_one.begins for one, next_one in pairwise(told.steps))
