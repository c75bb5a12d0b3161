"""Expiry dates: days in the owner's zone, each to its very end."""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone

from orgs.models import User


def zone_of(user: User) -> tzinfo:
    """The person's, or that of the browser in which the page is shown."""
    return ZoneInfo(user.time_zone) if user.time_zone else timezone.get_current_timezone()


def end_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.max, zone).astimezone(UTC)


def day_of(moment: datetime | None, zone: tzinfo) -> date | None:
    """The last day, as it is picked and shown."""
    return moment.astimezone(zone).date() if moment else None
