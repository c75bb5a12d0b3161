"""The call about a case in the calendars of customer and agent: one entry, always the newest."""

import uuid
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.core import mail
from icalendar import Calendar

from cases import actions
from cases.actions import NewCase
from cases.lifecycle import Outcome
from cases.models import Case, ContactSlot, EventKind
from orgs.staff import AGENTS, ensure_group
from portal.problems import Conflict, NotAllowed, Unprocessable
from portal.tasks import sweep_outbox
from tests.factories import CaseFactory, UserFactory

MONDAY = datetime(2026, 11, 23, 5, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def case(cast):
    """Filed by sue, who can be called from nine to five in Paris."""
    new = NewCase(
        product=cast.product,
        title="Checkout fails",
        description="Orders stop.",
        priority=3,
        contact_time_zone="Europe/Paris",
        watchers=(cast.max,),
    )
    return actions.open_case(actor=cast.actor("sue"), new=new, submission=uuid.uuid4())


def agree(cast, case, name="ada", day=TUESDAY, start=10, end=11, **more):
    return actions.agree_contact(
        actor=cast.actor(name), case=case, day=day, start=time(start), end=time(end), **more
    )


def entries(person):
    """What the mails to this person carry: method and entry, in the order in which they came."""
    sweep_outbox()
    letters = [letter for letter in mail.outbox if letter.to == [person.email]]
    mail.outbox.clear()
    found = []
    for letter in letters:
        for part in letter.message().walk():
            if part.get_content_type() == "text/calendar" and part.get_filename():
                file = Calendar.from_ical(part.get_payload(decode=True))
                assert part.get_param("method") == file["method"]
                found.append((str(file["method"]), file.walk("VEVENT")[0]))
    return found


def told(method, entry):
    start = entry.decoded("dtstart").astimezone(UTC)
    return method, str(entry["status"]), int(entry["sequence"]), f"{start:%a %H:%M}"


@pytest.mark.rule("WIZ-13")
def test_the_receipt_carries_the_proposed_time(cast, case):
    ((method, entry),) = entries(cast.sue)

    assert told(method, entry) == ("PUBLISH", "TENTATIVE", 0, "Mon 08:00")
    assert entry["uid"] == f"contact-{case.number}@testserver"
    assert entry["url"] == f"http://testserver/o/acme/cases/{case.number}/"
    assert entry["transp"] == "TRANSPARENT"
    assert "attendee" not in entry
    assert case.title not in entry.to_ical().decode()


def test_watchers_and_the_team_get_no_entry(cast, case):
    assert entries(cast.max) == []


def test_what_an_agent_agrees_replaces_it_in_both_calendars(cast, case):
    entries(cast.sue)
    agree(cast, case)
    sweep_outbox()
    letter = next(letter for letter in mail.outbox if letter.to == [cast.sue.email])
    kinds = [part.get_content_type() for part in letter.message().walk()]
    assert kinds.count("text/calendar") == 2
    copies = list(mail.outbox)

    ((method, entry),) = entries(cast.sue)
    assert told(method, entry) == ("REQUEST", "CONFIRMED", 1, "Tue 09:00")
    assert entry["uid"] == f"contact-{case.number}@testserver"
    assert entry["attendee"] == f"mailto:{cast.sue.email}"

    mail.outbox[:] = copies
    ((method, entry),) = entries(cast.ada)
    assert told(method, entry) == ("REQUEST", "CONFIRMED", 1, "Tue 09:00")


def test_each_change_raises_the_sequence_and_the_same_again_none(cast, case):
    agree(cast, case)
    agree(cast, case)
    agree(cast, case, start=14, end=15)

    assert ContactSlot.objects.get().sequence == 2
    assert case.events.filter(kind=EventKind.CONTACT_AGREED).count() == 2
    assert [told(*entry)[2] for entry in entries(cast.sue)] == [0, 1, 2]


def test_an_agent_whom_another_relieves_calls_no_more(cast, case):
    cast.ben = UserFactory(first_name="Ben", agent=True)
    cast.team.agents.add(cast.ben)
    ensure_group(AGENTS).user_set.add(cast.ben)
    agree(cast, case)
    agree(cast, case, name="ben", start=14, end=15)

    assert [told(*entry)[:3] for entry in entries(cast.ada)] == [
        ("REQUEST", "CONFIRMED", 1),
        ("CANCEL", "CANCELLED", 2),
    ]


@pytest.mark.parametrize(
    "close",
    [
        lambda cast, case: actions.close(actor=cast.actor("sue"), case=case),
        lambda cast, case: actions.conclude(
            actor=cast.actor("ada"), case=case, outcome=Outcome.OBSOLETE
        ),
    ],
    ids=["by the customer", "by the agent"],
)
def test_closing_cancels_what_was_agreed(cast, case, close):
    agree(cast, case)
    close(cast, case)

    by_agent = case.events.latest("pk").actor == cast.ada
    newest = entries(cast.sue if by_agent else cast.ada)[-1]
    assert told(*newest) == ("CANCEL", "CANCELLED", 2, "Tue 09:00")


def test_closing_says_nothing_of_what_was_only_proposed_or_is_over(cast, case):
    actions.close(actor=cast.actor("sue"), case=case)
    other = CaseFactory(organization=cast.acme, product=cast.product, requester=cast.sue)
    agree(cast, other)
    with time_machine.travel(datetime(2026, 11, 25, tzinfo=UTC), tick=False):
        actions.conclude(actor=cast.actor("ada"), case=other, outcome=Outcome.CONFIRMED)

    closings = [case.events.latest("pk"), other.events.latest("pk")]
    assert [event.kind for event in closings] == ["closed", "closed"]
    assert ["contact" in event.data for event in closings] == [False, False]


def test_after_a_reopening_the_same_entry_comes_back(cast, case):
    agree(cast, case)
    actions.close(actor=cast.actor("sue"), case=case)
    actions.reopen(actor=cast.actor("sue"), case=case)

    assert agree(cast, case, start=15, end=16).sequence == 3


@pytest.mark.parametrize(
    ("start", "end", "day", "code"),
    [
        (8, 10, TUESDAY, "outside-contact-hours"),
        (16, 18, TUESDAY, "outside-contact-hours"),
        (11, 10, TUESDAY, "outside-contact-hours"),
        (11, 11, TUESDAY, "outside-contact-hours"),
        (10, 11, date(2026, 11, 20), "in-the-past"),
        (10, 11, date(9999, 12, 31), "too-far-ahead"),
    ],
)
def test_a_time_that_cannot_be_is_refused(cast, case, start, end, day, code):
    with pytest.raises(Unprocessable) as refusal:
        agree(cast, case, day=day, start=start, end=end)

    assert refusal.value.code == code


@pytest.mark.rule("CASE-8")
def test_who_did_not_see_the_newest_state_agrees_nothing(cast, case):
    with pytest.raises(Conflict):
        agree(cast, case, version=Case.objects.get(pk=case.pk).version - 1)


@pytest.mark.parametrize("name", ["sue", "olga", "max"])
def test_only_agents_agree(cast, case, name):
    with pytest.raises(NotAllowed):
        agree(cast, case, name=name)


def test_on_a_closed_case_nothing_is_agreed(cast, case):
    actions.close(actor=cast.actor("sue"), case=case)

    with pytest.raises(Conflict):
        agree(cast, case)


@pytest.mark.rule("CASE-1")
@pytest.mark.parametrize(
    ("name", "status"),
    [("sue", 200), ("olga", 200), ("gus", 200), ("max", 200), ("sam", 404), ("eve", 404)],
)
def test_the_file_is_behind_the_wall(cast, case, client, name, status):
    client.force_login(getattr(cast, name))

    answer = client.get(f"{case.get_absolute_url()}contact.ics")

    assert answer.status_code == status


def test_the_file_says_how_it_stands_now(cast, case, sue):
    address = f"{case.get_absolute_url()}contact.ics"

    def now():
        file = Calendar.from_ical(sue.get(address).content)
        return told(str(file["method"]), file.walk("VEVENT")[0])

    assert now() == ("PUBLISH", "TENTATIVE", 0, "Mon 08:00")
    agree(cast, case)
    assert now() == ("PUBLISH", "CONFIRMED", 1, "Tue 09:00")
    actions.close(actor=cast.actor("sue"), case=case)
    assert sue.get(address).status_code == 404


def test_pages_and_mails_say_the_time_by_the_readers_clock(cast, case, sue):
    cast.sue.time_zone = "Asia/Tokyo"
    cast.sue.save()
    confirmation = sue.get(f"{case.get_absolute_url()}submitted/")
    assert "Proposed time for a call: 23 Nov 2026, 17:00–01:00 JST" in confirmation.text

    agree(cast, case)

    page = sue.get(case.get_absolute_url()).text
    assert "Time of the call: 24 Nov 2026, 18:00–19:00 JST" in page
    assert "Contact time agreed" in page
    sweep_outbox()
    letter = [letter for letter in mail.outbox if letter.to == [cast.sue.email]][-1]
    assert letter.body.startswith(
        "Ada Example agreed a time for a call: 24 Nov 2026, 18:00–19:00 JST."
    )
