"""The next span of the best time to contact: a table over weekends, zones and changes of clocks."""

from datetime import UTC, datetime, time

import pytest

from cases.spans import next_span


def utc(text):
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("now", "start", "end", "zone", "begins", "ends"),
    [
        # Early enough today; exactly two hours ahead; a second too late.
        ("2026-11-23 05:00", 9, 17, "Europe/Paris", "2026-11-23 08:00", "2026-11-23 16:00"),
        ("2026-11-23 06:00", 9, 17, "Europe/Paris", "2026-11-23 08:00", "2026-11-23 16:00"),
        ("2026-11-23 06:00:01", 9, 17, "Europe/Paris", "2026-11-24 08:00", "2026-11-24 16:00"),
        # In the middle of the span: the next day's.
        ("2026-11-23 10:00", 9, 17, "Europe/Paris", "2026-11-24 08:00", "2026-11-24 16:00"),
        # Over the weekend, from Friday and from Sunday.
        ("2026-11-20 16:00", 9, 17, "Europe/Paris", "2026-11-23 08:00", "2026-11-23 16:00"),
        ("2026-11-22 23:30", 9, 17, "Europe/Paris", "2026-11-23 08:00", "2026-11-23 16:00"),
        # The clocks go back on the Sunday between, forward on the other.
        ("2026-10-23 16:00", 9, 17, "Europe/Paris", "2026-10-26 08:00", "2026-10-26 16:00"),
        ("2027-03-26 16:00", 9, 17, "Europe/Paris", "2027-03-29 07:00", "2027-03-29 15:00"),
        ("2026-10-30 16:00", 9, 17, "America/New_York", "2026-11-02 14:00", "2026-11-02 22:00"),
        # It is another day there already, or still.
        ("2026-11-22 20:00", 9, 17, "Asia/Tokyo", "2026-11-23 00:00", "2026-11-23 08:00"),
        ("2026-11-23 02:00", 9, 17, "America/Los_Angeles", "2026-11-23 17:00", "2026-11-24 01:00"),
        # Half hours, and the widest span.
        ("2026-11-23 00:00", 5, 21, "Asia/Kolkata", "2026-11-23 23:30", "2026-11-24 15:30"),
        ("2026-12-31 12:00", 5, 21, "UTC", "2027-01-01 05:00", "2027-01-01 21:00"),
    ],
)
def test_the_next_span(now, start, end, zone, begins, ends):
    found = next_span(utc(now), time(start), time(end), zone)

    assert [moment.astimezone(UTC) for moment in found] == [utc(begins), utc(ends)]
