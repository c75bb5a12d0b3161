"""Days, times and sizes as each language writes them."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format, time_format
from django.utils.html import strip_tags

from portal.templatetags import ui


@pytest.mark.rule("USE-1")
@pytest.mark.parametrize(
    ("month", "english", "french"),
    [
        (1, "21 Jan 2026", "21 jan. 2026"),
        (2, "21 Feb 2026", "21 fév. 2026"),
        (3, "21 Mar 2026", "21 mars 2026"),
        (4, "21 Apr 2026", "21 avr. 2026"),
        (5, "21 May 2026", "21 mai 2026"),
        (6, "21 Jun 2026", "21 juin 2026"),
        (7, "21 Jul 2026", "21 juil. 2026"),
        (8, "21 Aug 2026", "21 août 2026"),
        (9, "21 Sep 2026", "21 sept. 2026"),
        (10, "21 Oct 2026", "21 oct. 2026"),
        (11, "21 Nov 2026", "21 nov. 2026"),
        (12, "21 Dec 2026", "21 déc. 2026"),
    ],
)
def test_a_day_of_each_month(month, english, french):
    day = date(2026, month, 21)

    with translation.override("en"):
        assert date_format(day) == english
    with translation.override("fr"):
        assert date_format(day) == french


@pytest.mark.rule("USE-1")
@pytest.mark.parametrize(
    ("language", "moment", "hour", "exact"),
    [
        ("en", "21 Nov 2026, 08:41", "08:41", "Saturday 21 November 2026, 08:41 CET"),
        ("fr", "21 nov. 2026, 08:41", "08:41", "samedi 21 novembre 2026, 08:41 CET"),
    ],
)
def test_a_moment_in_the_readers_zone(language, moment, hour, exact):
    seen_at = datetime(2026, 11, 21, 7, 41, tzinfo=UTC)

    with translation.override(language), timezone.override("Europe/Paris"):
        tag = ui.when(seen_at)
        assert strip_tags(tag) == moment
        assert f'title="{exact}"' in tag
        assert time_format(time(8, 41)) == hour


@pytest.mark.rule("USE-1")
@pytest.mark.parametrize(
    ("size", "english", "french"),
    [
        (0, "0 kB", "0 ko"),
        (48_100, "47 kB", "47 ko"),
        (1_468_006, "1.4 MB", "1,4 Mo"),
        (20 * 1024**2, "20 MB", "20 Mo"),
    ],
)
def test_the_size_of_a_file(size, english, french):
    with translation.override("en"):
        assert ui.filesize(size) == english
    with translation.override("fr"):
        assert ui.filesize(size).replace("\u00a0", " ") == french


@pytest.mark.rule("USE-1")
def test_large_numbers_are_grouped():
    with translation.override("fr"):
        assert number_format(12345.5, 1, force_grouping=True) == "12\u00a0345,5"
