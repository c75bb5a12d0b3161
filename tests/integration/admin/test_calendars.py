"""Business calendars and holidays, as vendor administrators keep them (SLA-1, SLA-2)."""

import pytest
from django.db import IntegrityError, connection, transaction

from orgs.models import BusinessCalendar, Holiday, OpeningHours
from portal.models import AuditEntry
from tests.factories import BusinessCalendarFactory


@pytest.fixture
def calendar(desk) -> BusinessCalendar:
    """Open on Mondays only."""
    calendar = BusinessCalendarFactory()
    calendar.hours.exclude(weekday=0).delete()
    return calendar


def save(client, calendar, *rows: tuple, zone: str = "Europe/Paris"):
    """Type in these spans: weekday, opens, closes; the first is the one that is there already."""
    kept = calendar.hours.first()
    data = {"time_zone": zone, "hours-TOTAL_FORMS": len(rows), "hours-INITIAL_FORMS": 1}
    for index, row in enumerate(rows):
        values = dict(zip(("weekday", "opens", "closes"), row, strict=True))
        values |= {"id": kept.pk if index == 0 else "", "calendar": calendar.pk}
        data |= {f"hours-{index}-{name}": value for name, value in values.items()}
    return client.post(f"/admin/orgs/businesscalendar/{calendar.pk}/change/", data)


def hours(calendar) -> list[str]:
    return [str(row) for row in calendar.hours.all()]


@pytest.mark.rule("SLA-2", "AGENT-5")
def test_a_day_gets_a_break_and_another_day_its_hours(at_desk, calendar):
    rows = [(0, "09:00", "12:00"), (0, "13:00", "00:00"), (5, "10:00", "12:00")]

    assert save(at_desk("vera"), calendar, *rows).status_code == 302

    assert hours(calendar) == ["Monday 09:00–12:00", "Monday 13:00–00:00", "Saturday 10:00–12:00"]
    assert AuditEntry.objects.get().verb == "businesscalendar.changed"


@pytest.mark.rule("SLA-2")
def test_two_spans_may_trade_their_hours(at_desk, calendar):
    OpeningHours.objects.create(calendar=calendar, weekday=0, opens="17:00", closes="19:00")
    first, second = calendar.hours.all()
    data = {"time_zone": "Europe/Paris", "hours-TOTAL_FORMS": 2, "hours-INITIAL_FORMS": 2}
    for index, (row, opens, closes) in enumerate(
        [(first, "09:00", "18:00"), (second, "18:00", "19:00")]
    ):
        values = {"id": row.pk, "calendar": calendar.pk, "weekday": 0}
        values |= {"opens": opens, "closes": closes}
        data |= {f"hours-{index}-{name}": value for name, value in values.items()}

    at_desk("vera").post(f"/admin/orgs/businesscalendar/{calendar.pk}/change/", data)

    assert hours(calendar) == ["Monday 09:00–18:00", "Monday 18:00–19:00"]


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("rows", "zone", "words"),
    [
        ([(0, "09:00", "12:00"), (0, "11:59", "17:00")], "Europe/Paris", "These hours overlap"),
        ([(0, "09:00", "00:00"), (0, "18:00", "19:00")], "Europe/Paris", "These hours overlap"),
        ([(0, "09:00", "12:00"), (1, "17:00", "09:00")], "Europe/Paris", "close after they open"),
        ([(0, "09:00", "12:00")], "Europe/Atlantis", "Choose a time zone"),
    ],
)
def test_hours_that_make_no_sense_are_refused(at_desk, calendar, rows, zone, words):
    answer = save(at_desk("vera"), calendar, *rows, zone=zone)

    assert words in answer.text
    assert hours(calendar) == ["Monday 09:00–17:00"]


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("opens", "closes"), [("16:59", "18:00"), ("09:00", "17:00"), ("08:00", "00:00")]
)
def test_the_database_keeps_hours_apart(calendar, opens, closes):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match="opening_hours_do_not_overlap"), transaction.atomic():
        OpeningHours.objects.create(calendar=calendar, weekday=0, opens=opens, closes=closes)


def test_hours_that_touch_or_are_of_another_day_stand_together(calendar):
    for weekday, opens, closes in (
        (0, "17:00", "00:00"),
        (0, "00:00", "09:00"),
        (1, "09:00", "17:00"),
    ):
        row = OpeningHours(calendar=calendar, weekday=weekday, opens=opens, closes=closes)
        row.full_clean()
        row.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert calendar.hours.count() == 4


@pytest.mark.rule("AGENT-5")
def test_holidays_are_entered_and_deleted(at_desk, calendar):
    client = at_desk("vera")

    client.post(
        "/admin/orgs/holiday/add/",
        {"calendar": calendar.pk, "day": "2027-05-06", "name": "Ascension Day"},
    )
    holiday = Holiday.objects.get()
    client.post(f"/admin/orgs/holiday/{holiday.pk}/delete/", {"post": "yes"})

    assert not Holiday.objects.exists()
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == [
        "holiday.added",
        "holiday.deleted",
    ]


@pytest.mark.parametrize("name", ["ada", "meg"])
@pytest.mark.parametrize("page", ["businesscalendar/", "holiday/"])
def test_agents_keep_no_calendars(at_desk, name, page):
    assert at_desk(name).get(f"/admin/orgs/{page}").status_code == 403
