"""The call about a case as an entry of a calendar (RFC 5545, RFC 5546)."""

from datetime import UTC, datetime
from email.utils import parseaddr
from enum import Enum
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from cases.models import Case, CaseEvent, ContactSlot, EventKind
from portal import emails

CALL = "contact"
"""Under this name an event tells of a call, as it was then: later mails know later states."""


RELIEVED = "relieved"


class State(Enum):
    """What a calendar is told: the method of the mail, the status, whether the time is taken.

    What is only proposed is published: a day's span asks for no answer and blocks no hours.
    """

    PROPOSED = ("PUBLISH", "TENTATIVE", "TRANSPARENT")
    AGREED = ("REQUEST", "CONFIRMED", "OPAQUE")
    CANCELLED = ("CANCEL", "CANCELLED", "TRANSPARENT")


class Call(NamedTuple):
    """`sequence` grows with each change, so that calendars know the newest."""

    starts_at: datetime
    ends_at: datetime
    sequence: int
    agent: int | None
    """Who calls, by primary key; nobody yet, as long as it is only proposed."""

    def freeze(self) -> dict[str, Any]:
        """For the data of an event."""
        moments = (self.starts_at.isoformat(), self.ends_at.isoformat())
        return {CALL: [*moments, self.sequence, self.agent]}


def call_of(slot: ContactSlot) -> Call:
    return Call(slot.starts_at, slot.ends_at, slot.sequence, slot.agreed_by_id)


def call_in(event: CaseEvent) -> Call | None:
    """The call that an event tells of, as it was then."""
    if frozen := event.data.get(CALL):
        start, end, sequence, agent = frozen
        return Call(datetime.fromisoformat(start), datetime.fromisoformat(end), sequence, agent)
    return None


def relieved_in(event: CaseEvent) -> int | None:
    """The agent who had agreed before another did, by primary key."""
    return event.data.get(RELIEVED)


def state_in(event: CaseEvent) -> State:
    """Filing proposes, an agent agrees, closing cancels."""
    told = {EventKind.SUBMITTED: State.PROPOSED, EventKind.CONTACT_AGREED: State.AGREED}
    return told.get(EventKind(event.kind), State.CANCELLED)


def spoken(call: Call) -> str:
    """In the language and the zone that are active."""
    start, end = timezone.localtime(call.starts_at), timezone.localtime(call.ends_at)
    day, zone = date_format(start, "DATE_FORMAT"), f"{start:%Z}"
    return f"{day}, {time_format(start, 'H:i')}–{time_format(end, 'H:i')} {zone}"


def calendar(case: Case, call: Call, state: State, *, attendee: str = "") -> str:
    """The file, in the language that is active. Without an attendee it is for nobody in particular:
    published, to be opened by whoever downloads it."""
    method, _status, _transparency = state.value
    file = Calendar()
    file.add("prodid", f"-//Guichet//{settings.SITE_HOST}//")
    file.add("version", "2.0")
    file.add("method", method if attendee else State.PROPOSED.value[0])
    file.add_component(_entry(case, call, state, attendee))
    return file.to_ical().decode()


def _entry(case: Case, call: Call, state: State, attendee: str) -> Event:
    """Nothing of what the case says: calendars are often shared."""
    _method, status, transparency = state.value
    url = emails.absolute(case.get_absolute_url())
    entry = Event()
    entry.add("uid", f"contact-{case.number}@{settings.SITE_HOST}")
    entry.add("sequence", call.sequence)
    entry.add("dtstamp", timezone.now())
    entry.add("dtstart", call.starts_at.astimezone(UTC))
    entry.add("dtend", call.ends_at.astimezone(UTC))
    entry.add("summary", _("Call about %(number)s") % {"number": case.number})
    entry.add("description", url)
    entry.add("url", url)
    entry.add("status", status)
    entry.add("transp", transparency)
    entry.add("organizer", _organizer())
    if attendee and state != State.PROPOSED:
        entry.add("attendee", _attendee(attendee))
    return entry


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = settings.VENDOR_NAME or name or "Guichet"
    return organizer


def _attendee(address: str) -> vCalAddress:
    """Nobody has to answer: the time is agreed."""
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params |= {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    return attendee
