"""Takes in the public holidays of a region from an iCalendar feed."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from orgs.actions.holidays import add_holidays
from orgs.holidays import UnreadableFeedError, read_feed
from orgs.models import BusinessCalendar, Region
from portal.fetching import Fetcher, FetchError

YEARS = 3
"""Ahead, beside the current one; the past is past."""


class Command(BaseCommand):
    help = "Add the whole-day events of an .ics file or https address to a region's holidays."
    fetcher = Fetcher()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("region", choices=Region.values)
        parser.add_argument("source", help="A file, or an address that begins with https://")

    def handle(self, *args: Any, region: str, source: str, **options: Any) -> None:
        """Wrong events are told and left out; the command fails if there are any."""
        calendar = BusinessCalendar.objects.filter(region=region).first()
        if calendar is None:
            raise CommandError("There is no calendar of this region: enter one, or run seed.")
        year = timezone.now().year
        try:
            text = self._text(source)
            feed = read_feed(text, date(year, 1, 1), date(year + YEARS, 12, 31))
        except (OSError, FetchError, UnreadableFeedError) as error:
            raise CommandError(str(error)) from error
        added = add_holidays(calendar=calendar, holidays=feed.holidays)
        for number, reason in feed.wrong:
            self.stderr.write(f"Event {number}: {reason}")
        unchanged = len(feed.holidays) - added
        self.stdout.write(f"{added} added, {unchanged} unchanged, {len(feed.wrong)} rejected.")
        if feed.wrong:
            raise CommandError("Some events did not go in.")

    def _text(self, source: str) -> bytes:
        if "://" in source:
            return self.fetcher.fetch(source)
        return Path(source).read_bytes()
