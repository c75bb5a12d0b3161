"""Holidays out of an iCalendar feed, each by itself; what is wrong is told by number."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from orgs.holidays import MOST_EVENTS, UnreadableFeedError, read_feed
from orgs.management.commands.import_holidays import Command
from orgs.models import Holiday
from portal.models import AuditEntry
from tests.factories import BusinessCalendarFactory

FIRST, LAST = date(2026, 1, 1), date(2029, 12, 31)


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def feed(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def days(*lines: str) -> list[str]:
    found = read_feed(feed(event("SUMMARY:A day off", *lines)), FIRST, LAST)
    assert found.wrong == []
    return [day.isoformat() for day in sorted(found.holidays)]


def on(day: str) -> str:
    return f"DTSTART;VALUE=DATE:{day}"


@pytest.mark.rule("SLA-1", "SLA-2")
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([on("20261225")], ["2026-12-25"]),
        ([on("20261225"), "DTEND;VALUE=DATE:20261226"], ["2026-12-25"]),
        (
            [on("20261231"), "DTEND;VALUE=DATE:20270103"],
            ["2026-12-31", "2027-01-01", "2027-01-02"],
        ),
        ([on("20261225"), "DURATION:P2D"], ["2026-12-25", "2026-12-26"]),
        (
            [on("20001225"), "RRULE:FREQ=YEARLY"],
            ["2026-12-25", "2027-12-25", "2028-12-25", "2029-12-25"],
        ),
        ([on("20261225"), "RRULE:FREQ=YEARLY;COUNT=2"], ["2026-12-25", "2027-12-25"]),
        (
            [on("20261225"), "RRULE:FREQ=YEARLY;UNTIL=20281225"],
            ["2026-12-25", "2027-12-25", "2028-12-25"],
        ),
        (
            [on("20261225"), "RRULE:FREQ=YEARLY;UNTIL=20271225T000000Z"],
            ["2026-12-25", "2027-12-25"],
        ),
        ([on("20261225"), "RRULE:FREQ=YEARLY;INTERVAL=2"], ["2026-12-25", "2028-12-25"]),
        (
            [on("20261126"), "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"],
            ["2026-11-26", "2027-11-25", "2028-11-23", "2029-11-22"],
        ),
        (
            [on("20261225"), "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20271225,20281225"],
            ["2026-12-25", "2029-12-25"],
        ),
        ([on("20280229"), "RRULE:FREQ=YEARLY"], ["2028-02-29"]),
        ([on("20251231"), "DTEND;VALUE=DATE:20260102"], ["2026-01-01"]),
        (
            [on("20251230"), "DTEND;VALUE=DATE:20260102", "RRULE:FREQ=YEARLY;COUNT=1"],
            ["2026-01-01"],
        ),
        ([on("20101225")], []),
        ([on("20261225"), "STATUS:CANCELLED"], []),
    ],
)
def test_the_days_of_an_event(lines, expected):
    assert days(*lines) == expected


@pytest.mark.rule("SLA-1")
@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["SUMMARY:Party", "DTSTART:20261225T090000Z"], "not of whole days"),
        (["SUMMARY:Party"], "not of whole days"),
        ([on("20261225")], "no name"),
        (["SUMMARY: \t", on("20261225")], "no name"),
        (["SUMMARY:Long", on("20261225"), "DTEND;VALUE=DATE:20271225"], "1 to 31 days"),
        (["SUMMARY:Back", on("20261225"), "DTEND;VALUE=DATE:20261224"], "1 to 31 days"),
        (["SUMMARY:Odd", on("20261225"), "DTEND:20261226T120000Z"], "whole days"),
        (["SUMMARY:Short", on("20261225"), "DURATION:PT3H"], "1 to 31 days"),
        (["SUMMARY:Weekly", on("20261225"), "RRULE:FREQ=WEEKLY"], "every year"),
        (["SUMMARY:Hourly", on("20261225"), "RRULE:FREQ=YEARLY;BYHOUR=1,2,3"], "every year"),
        (["SUMMARY:Twice", on("20261225"), "RDATE;VALUE=DATE:20270101"], "every year"),
        (["SUMMARY:Moved", on("20261225"), "RECURRENCE-ID;VALUE=DATE:20261224"], "by hand"),
        (["SUMMARY:Two", on("20261225"), on("20261226")], "DTSTART"),
        (["SUMMARY:Nonsense", "DTSTART;VALUE=DATE:2026-13-45"], ""),
        (["SUMMARY:Never", on("20261225"), "RRULE:FREQ=SOMETIMES"], ""),
    ],
)
def test_a_wrong_event_is_told_by_number_and_the_rest_goes_in(lines, reason):
    good = event("SUMMARY:Christmas Day", on("20261225"))

    found = read_feed(feed(good, event(*lines), good), FIRST, LAST)

    assert found.holidays == {date(2026, 12, 25): "Christmas Day"}
    ((number, told),) = found.wrong
    assert number == 2
    assert reason in told
    assert told


@pytest.mark.parametrize(
    "text",
    [b"", b"not a calendar", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"<html>"],
)
def test_what_is_no_feed_is_refused(text):
    with pytest.raises(UnreadableFeedError):
        read_feed(text, FIRST, LAST)


def test_a_feed_has_an_end():
    with pytest.raises(UnreadableFeedError, match="5,000"):
        read_feed(feed(*["BEGIN:VEVENT\r\nEND:VEVENT"] * (MOST_EVENTS + 1)), FIRST, LAST)


def test_a_rule_that_never_comes_true_costs_little():
    assert days(on("20260228"), "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30") == []


@pytest.fixture
def emea(db):
    return BusinessCalendarFactory()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "holidays.ics"
    path.write_bytes(
        feed(
            event("SUMMARY:Christmas Day", on("20261225"), "RRULE:FREQ=YEARLY;UNTIL=20291231"),
            event("SUMMARY:Bridge", on("20261226"), "DTEND;VALUE=DATE:20261228"),
        )
    )
    return path


@pytest.mark.rule("SLA-1", "SLA-2")
def test_a_file_goes_in_once(emea, file, capsys):
    call_command("import_holidays", "emea", str(file))
    call_command("import_holidays", "emea", str(file))

    assert capsys.readouterr().out == (
        "6 added, 0 unchanged, 0 rejected.\n0 added, 6 unchanged, 0 rejected.\n"
    )
    assert Holiday.objects.filter(calendar=emea).count() == 6
    assert AuditEntry.objects.get().verb == "holiday.imported"


def test_what_the_vendor_named_keeps_its_name(emea, file):
    Holiday.objects.create(calendar=emea, day="2026-12-25", name="Noël")

    call_command("import_holidays", "emea", str(file))

    assert Holiday.objects.get(day="2026-12-25").name == "Noël"


@pytest.mark.rule("SLA-1")
def test_wrong_events_are_told_and_the_rest_goes_in(emea, tmp_path, capsys):
    path = tmp_path / "holidays.ics"
    path.write_bytes(
        feed(
            event("SUMMARY:Party", "DTSTART:20261231T200000Z"),
            event("SUMMARY:New Year", on("20270101")),
        )
    )

    with pytest.raises(CommandError, match="Some events did not go in"):
        call_command("import_holidays", "emea", str(path))

    assert capsys.readouterr().err == "Event 1: It is not of whole days.\n"
    assert Holiday.objects.get().name == "New Year"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("region", "source", "words"),
    [
        ("japan", "x.ics", "no calendar of this region"),
        ("emea", "/nowhere/x.ics", "No such file"),
        ("emea", "http://example.com/x.ics", "https://"),
        ("emea", "https://127.0.0.1/x.ics", "private network"),
    ],
)
def test_what_cannot_be_read_is_said(emea, region, source, words):
    with pytest.raises(CommandError, match=words):
        call_command("import_holidays", region, source)


def test_a_feed_is_fetched_from_its_address(emea, file, monkeypatch):
    class Fetched:
        def fetch(self, url: str) -> bytes:
            assert url == "https://example.org/fr.ics"
            return file.read_bytes()

    monkeypatch.setattr(Command, "fetcher", Fetched())

    call_command("import_holidays", "emea", "https://example.org/fr.ics")

    assert Holiday.objects.count() == 6
