"""Events: listed, told in two zones, and taken into calendars (HOME-4)."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from knowledge.models import Event, EventSeries
from tests.factories import EventFactory


def soon(**given):
    return EventFactory(starts_at=timezone.now() + timedelta(days=7), **given)


def entries(answer):
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.mark.rule("HOME-4")
def test_everybody_sees_what_comes_and_what_is_over_folds_away(client, db):
    EventFactory(subject_en="Over", starts_at=datetime(2024, 1, 8, 9, tzinfo=UTC))
    soon(subject_en="Comes")

    page = client.get("/events/").text

    assert page.index("Comes") < page.index("<details>") < page.index("Over")


@pytest.mark.rule("HOME-4")
def test_one_that_goes_on_is_not_over(client, db):
    EventFactory(subject_en="Goes on", starts_at=timezone.now() - timedelta(minutes=5))

    assert len(client.get("/events/").context["page"].rows) == 1


@pytest.mark.rule("HOME-4")
@pytest.mark.parametrize(
    ("zone", "starts", "theirs", "ours"),
    [
        ("Europe/Paris", datetime(2031, 3, 28, 14, tzinfo=UTC), "15:00", "10:00"),
        ("Europe/Paris", datetime(2031, 3, 31, 14, tzinfo=UTC), "16:00", "10:00"),
        ("Asia/Tokyo", datetime(2031, 11, 2, 0, tzinfo=UTC), "Sun 2 Nov 2031, 09:00", "20:00"),
        ("Asia/Tokyo", datetime(2031, 11, 3, 0, tzinfo=UTC), "Mon 3 Nov 2031, 09:00", "19:00"),
    ],
)
def test_it_is_told_by_the_clocks_there_and_by_the_readers(client, db, zone, starts, theirs, ours):
    EventFactory(starts_at=starts, time_zone=zone)
    client.cookies["time_zone"] = "America/New_York"

    page = client.get("/events/").text.partition("<main")[2]

    place, _dot, here = page.partition(zone)
    assert theirs in place
    assert ours in here
    assert "by your clock" in here


@pytest.mark.rule("HOME-4")
def test_where_clocks_agree_it_is_told_once(client, db):
    soon(time_zone="Europe/Berlin")
    client.cookies["time_zone"] = "Europe/Paris"

    assert "by your clock" not in client.get("/events/").text


@pytest.mark.rule("HOME-4")
def test_registration_leaves_the_portal_and_says_so(client, db):
    soon(registration_url="https://events.example.org/42")
    soon(registration_url="https://off.example.org/", is_cancelled=True)

    page = client.get("/events/").text

    assert 'href="https://events.example.org/42" rel="external noopener noreferrer"' in page
    assert "leads to events.example.org" in page
    assert "Cancelled" in page
    assert "off.example.org" not in page


@pytest.mark.rule("HOME-4")
def test_a_series_has_its_dates_only(client, db):
    soon(series=EventSeries.objects.create(slug="other", title_en="Other"))
    soon(subject_en="Second date")
    soon(subject_en="First date")

    page = client.get("/events/office-hours/", headers={"accept-language": "fr"})

    assert "<h1>Permanence</h1>" in page.text
    assert len(page.context["page"].rows) == 2
    assert client.get("/events/nothing/").status_code == 404


@pytest.mark.rule("HOME-4")
def test_dates_come_by_the_page_at_two_queries(client, db, django_assert_max_num_queries):
    for number in range(23):
        soon(subject_en=f"Date {number}")

    with django_assert_max_num_queries(2):
        first = client.get("/events/").context["page"]
    second = client.get("/events/", {"after": first.next}).context["page"]

    assert [len(page.rows) for page in (first, second)] == [20, 3]
    rubbish = client.get("/events/", {"after": "1.x"})
    assert rubbish.context["page"].rows == first.rows
    assert "The page is unknown; this is the first one." in rubbish.text
    last = f"9000000000000000.{uuid.UUID(int=0)}"
    assert client.get("/events/", {"after": last}).context["page"].rows == first.rows


@pytest.mark.rule("HOME-4")
class TestCalendarFile:
    def test_it_has_the_type_and_the_name_that_calendars_want(self, client, db):
        event = soon()

        for address, name in (
            ("/events/events.ics", "events.ics"),
            ("/events/office-hours.ics", "office-hours.ics"),
            (f"/events/office-hours/{event.pk}.ics", f"office-hours-{event.pk}.ics"),
        ):
            answer = client.get(address)
            assert answer["Content-Type"] == "text/calendar; charset=utf-8"
            assert f'filename="{name}"' in answer["Content-Disposition"]
            assert [str(entry["UID"]) for entry in entries(answer)] == [f"{event.pk}@testserver"]

    @pytest.mark.parametrize(
        ("starts", "stamp"),
        [
            (datetime(2031, 3, 28, 14, tzinfo=UTC), b"DTSTART:20310328T140000Z"),
            (datetime(2031, 3, 31, 14, tzinfo=UTC), b"DTSTART:20310331T140000Z"),
        ],
    )
    def test_moments_are_told_in_utc(self, client, db, starts, stamp):
        EventFactory(starts_at=starts)

        assert stamp in client.get("/events/events.ics").content

    def test_text_is_escaped_and_folded(self, client, db):
        subject = "Q&A, part 2; «été»\\ " + "long " * 30
        event = soon(subject_en=subject[:200])
        event.series.text_en = "One\nTwo, three; four"
        event.series.save()

        raw = client.get("/events/events.ics").content

        assert rb"Q&A\, part 2\; " in raw
        assert max(len(line) for line in raw.split(b"\r\n")) <= 75
        entry = Calendar.from_ical(raw).walk("VEVENT")[0]
        assert str(entry["SUMMARY"]) == str(event)
        assert str(entry["DESCRIPTION"]) == "One\nTwo, three; four"

    def test_what_is_cancelled_stays_and_says_so(self, client, db):
        soon(is_cancelled=True, revision=3, registration_url="https://events.example.org/42")

        (entry,) = entries(client.get("/events/events.ics"))

        assert (str(entry["STATUS"]), entry["SEQUENCE"]) == ("CANCELLED", 3)
        assert not entry.get("DESCRIPTION")

    def test_it_speaks_the_language_that_the_address_asks_for(self, client, db):
        soon()

        french = client.get("/events/office-hours.ics?language=fr").content
        english = client.get("/events/office-hours.ics?language=xx").content

        assert b"X-WR-CALNAME:Permanence" in french
        assert b"X-WR-CALNAME:Office hours" in english

    def test_it_costs_one_query_and_says_the_same_twice(
        self, client, db, django_assert_max_num_queries
    ):
        for _number in range(5):
            soon()

        with django_assert_max_num_queries(1):
            first = client.get("/events/events.ics").content
        assert client.get("/events/events.ics").content == first
        assert Event.objects.count() == 5
