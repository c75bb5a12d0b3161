"""Choices for what more than one floor asks of people."""

import zoneinfo
from functools import cache

REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


def time_zones(own: str) -> list[tuple[str, str]]:
    """Choices of places and UTC, with the zone that somebody has, whichever it is."""
    return [(name, name.replace("_", " ")) for name in sorted({own, *_places()})]


@cache
def _places() -> frozenset[str]:
    """Without the old abbreviations that the database keeps too."""
    names = zoneinfo.available_timezones()
    return frozenset({"UTC", *(name for name in names if name.startswith(REGIONS))})
