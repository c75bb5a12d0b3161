"""When the daily digest goes out: at eight by the reader's clock, whatever the clock does."""

from datetime import UTC, datetime

import pytest

from cases.notifications.days import next_digest


@pytest.mark.rule("NOTE-6")
@pytest.mark.parametrize(
    ("now", "zone", "day", "moment"),
    [
        # Before eight, at the closing, after it.
        ("2026-11-21 05:00", "Europe/Paris", "2026-11-21", "2026-11-21 07:00"),
        ("2026-11-21 06:44:59", "Europe/Paris", "2026-11-21", "2026-11-21 07:00"),
        ("2026-11-21 06:45", "Europe/Paris", "2026-11-22", "2026-11-22 07:00"),
        ("2026-11-21 12:00", "Europe/Paris", "2026-11-22", "2026-11-22 07:00"),
        # The night in which the clocks go back, and the one in which they go forward.
        ("2026-10-24 12:00", "Europe/Paris", "2026-10-25", "2026-10-25 07:00"),
        ("2026-10-25 00:30", "Europe/Paris", "2026-10-25", "2026-10-25 07:00"),
        ("2027-03-27 12:00", "Europe/Paris", "2027-03-28", "2027-03-28 06:00"),
        ("2027-03-28 00:59", "Europe/Paris", "2027-03-28", "2027-03-28 06:00"),
        ("2026-11-01 05:30", "America/New_York", "2026-11-01", "2026-11-01 13:00"),
        # Half hours, the date line, a year's end.
        ("2026-11-21 02:00", "Asia/Kolkata", "2026-11-21", "2026-11-21 02:30"),
        ("2026-11-21 23:00", "Asia/Tokyo", "2026-11-23", "2026-11-22 23:00"),
        ("2026-12-31 23:59", "UTC", "2027-01-01", "2027-01-01 08:00"),
        ("2026-11-21 18:30", "Pacific/Kiritimati", "2026-11-23", "2026-11-22 18:00"),
    ],
)
def test_the_next_eight_o_clock(now, zone, day, moment):
    found = next_digest(datetime.fromisoformat(f"{now}+00:00"), zone)

    assert f"{found:%Y-%m-%d %H:%M}" == f"{day} 08:00"
    assert f"{found.astimezone(UTC):%Y-%m-%d %H:%M}" == moment


def test_a_day_is_skipped_by_the_clock_not_by_hours():
    before = datetime.fromisoformat("2026-10-24T12:00+00:00")

    found = next_digest(before, "Europe/Paris", skip=1)

    assert found.astimezone(UTC).isoformat() == "2026-10-26T07:00:00+00:00"
