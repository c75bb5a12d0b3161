"""Events as calendars take them: iCalendar, RFC 5545 (HOME-4)."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from knowledge.models import Event

AGAIN = timedelta(hours=12)
"""How often a calendar that subscribed asks."""


def calendar_file(name: str, events: Iterable[Event]) -> bytes:
    """The events, with their series at hand, in the reader's language."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_HOST}//Guichet//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, name)
    for key in ("refresh-interval", "x-published-ttl"):
        calendar.add(key, AGAIN)
    for event in events:
        calendar.add_component(_entry(event))
    return calendar.to_ical()


def _entry(event: Event) -> Entry:
    """Moments in UTC are right whatever clocks do in between."""
    entry = Entry()
    entry.add("uid", f"{event.pk}@{settings.SITE_HOST}")
    entry.add("sequence", event.revision)
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", str(event))
    if description := _description(event):
        entry.add("description", description)
    entry.add("url", settings.SITE_URL + event.series.get_absolute_url())
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry


def _description(event: Event) -> str:
    lines = [event.series.text]
    if event.registration_url and not event.is_cancelled:
        lines.append(_("Registration: %(address)s") % {"address": event.registration_url})
    return "\n\n".join(filter(None, lines))
