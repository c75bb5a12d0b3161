"""Days on which a region's support stays closed."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from orgs.models import BusinessCalendar, Holiday
from portal import audit


@transaction.atomic
def add_holidays(*, calendar: BusinessCalendar, holidays: Mapping[date, str]) -> int:
    """Those that the calendar lacks; how many they were. A day that is there keeps its name."""
    BusinessCalendar.objects.select_for_update(no_key=True).get(pk=calendar.pk)
    there = set(calendar.holidays.filter(day__in=holidays).values_list("day", flat=True))
    new = {day: name for day, name in sorted(holidays.items()) if day not in there}
    Holiday.objects.bulk_create(
        Holiday(calendar=calendar, day=day, name=name) for day, name in new.items()
    )
    if new:
        audit.record(
            actor=None,
            verb="holiday.imported",
            target=str(calendar),
            after={day.isoformat(): name for day, name in new.items()},
        )
    return len(new)
