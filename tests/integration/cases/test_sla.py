"""The promise of a first answer: set at submission and with the priority, stopped by an agent."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from cases import actions, sla
from cases.actions import NewCase
from cases.lifecycle import Outcome, Verb
from cases.models import Case, CaseEvent, EventKind
from cases.seed import seed
from orgs.models import BusinessCalendar, Holiday, OpeningHours, ResponseTarget, SupportPlan
from portal.models import OutboxMessage
from portal.problems import Conflict, NotAllowed, Unprocessable
from sharedaccess import doors
from tests.races import second_of_two

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""16:00 in Paris, an hour before EMEA closes."""
MONDAY = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
"""Noon in Paris."""


@pytest.fixture
def world(cast):
    """The cast with what any installation is seeded with; acme has the plan Expert, in EMEA."""
    seed()
    contract(cast, "expert", "emea")
    return cast


def contract(cast, plan: str, region: str) -> None:
    cast.acme.plan, cast.acme.region = SupportPlan.objects.get(key=plan), region
    cast.acme.save()


def file(cast, at: datetime, priority: int = 3, **more) -> Case:
    new = NewCase(
        product=cast.product, title="Late", description="Very.", priority=priority, **more
    )
    with time_machine.travel(at, tick=False):
        return actions.open_case(actor=cast.actor("sue"), new=new, submission=uuid.uuid4())


def change(cast, case: Case, at: datetime, priority: int, **more) -> Case:
    with time_machine.travel(at, tick=False):
        return actions.change_priority(
            actor=doors.agent(cast.ada, cast.acme), case=case, priority=priority, **more
        )


def answer(cast, case: Case, at: datetime) -> Case:
    with time_machine.travel(at, tick=False):
        actions.add_comment(actor=doors.agent(cast.ada, cast.acme), case=case, body="Hello.")
    case.refresh_from_db()
    return case


def due(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


SUBMISSIONS = [
    # by the clock of UTC; 2026-11-20 is a Friday
    ("expert", 1, "emea", "2026-11-20 15:00", "2026-11-20 16:00"),
    ("expert", 2, "emea", "2026-11-20 15:00", "2026-11-23 09:00"),
    ("expert", 3, "emea", "2026-11-20 15:00", "2026-11-23 11:00"),
    ("expert", 4, "emea", "2026-11-20 15:00", "2026-11-23 15:00"),
    ("expert", 3, "emea", "2026-11-21 12:00", "2026-11-23 12:00"),
    ("ultimate", 1, "emea", "2026-11-21 12:00", "2026-11-21 12:15"),
    ("ultimate", 2, "emea", "2026-11-21 12:00", "2026-11-22 23:30"),
    ("ultimate", 3, "japan", "2026-11-20 14:30", "2026-11-23 15:30"),
    ("managed-services", 2, "japan", "2026-11-20 07:30", "2026-11-24 00:30"),
    ("online", 4, "emea", "2026-11-20 15:00", "2026-11-25 15:00"),
    ("online", 3, "americas", "2026-11-20 13:00", "2026-11-20 20:00"),
    ("elite", 1, "apac", "2026-11-20 23:59", "2026-11-21 00:14"),
    ("enterprise", 3, "apac", "2026-11-20 08:00", "2026-11-23 02:00"),
    # clocks change between Friday and Monday: Paris on 29 March and 25 October, the Americas on
    # 8 March and 1 November
    ("expert", 3, "emea", "2026-03-27 15:00", "2026-03-30 10:00"),
    ("expert", 3, "emea", "2026-10-23 14:00", "2026-10-26 11:00"),
    ("expert", 2, "americas", "2026-03-07 01:00", "2026-03-09 14:30"),
    ("expert", 2, "americas", "2026-10-31 00:00", "2026-11-02 15:30"),
    ("ultimate", 3, "emea", "2026-03-27 22:30", "2026-03-29 22:30"),
    # holidays, and the end of the year
    ("expert", 2, "americas", "2026-11-26 01:00", "2026-11-27 15:30"),
    ("expert", 3, "emea", "2026-12-24 15:00", "2026-12-28 11:00"),
    ("expert", 4, "emea", "2026-12-31 15:00", "2027-01-04 15:00"),
    ("expert", 3, "japan", "2026-09-18 07:00", "2026-09-24 03:00"),
    ("ultimate", 2, "emea", "2026-12-24 22:45", "2026-12-27 23:15"),
]


@pytest.mark.rule("SLA-1", "SLA-2", "SLA-3")
@pytest.mark.parametrize(("plan", "priority", "region", "filed", "expected"), SUBMISSIONS)
def test_until_when_the_first_answer_is_promised(world, plan, priority, region, filed, expected):
    contract(world, plan, region)

    case = file(world, due(filed), priority, impact_statement="Nobody can work.")

    assert case.first_response_due_at == due(expected)
    assert sla.state_of(case, due(filed)) == sla.State.RUNNING


@pytest.mark.rule("SLA-2")
@pytest.mark.parametrize(
    ("zone", "filed", "expected"),
    [
        ("Asia/Kolkata", "2026-11-20 10:45", "2026-11-23 06:45"),
        ("America/New_York", "2026-03-06 21:00", "2026-03-09 16:00"),
        ("America/New_York", "2026-10-30 20:00", "2026-11-02 17:00"),
    ],
)
def test_a_vendor_may_move_a_region_to_another_zone(world, zone, filed, expected):
    BusinessCalendar.objects.filter(region="emea").update(time_zone=zone)

    assert file(world, due(filed)).first_response_due_at == due(expected)


@pytest.mark.rule("SLA-2")
def test_a_day_may_have_several_spans(world):
    hours = OpeningHours.objects.filter(calendar__region="emea", weekday=4)
    hours.update(closes="12:00")
    OpeningHours.objects.create(
        calendar=hours.get().calendar, weekday=4, opens="13:00", closes="15:00"
    )

    assert file(world, due("2026-11-20 10:30")).first_response_due_at == due("2026-11-23 09:30")


@pytest.mark.rule("SLA-3")
@pytest.mark.parametrize("missing", ["plan", "target", "calendar", "hours"])
def test_without_a_plan_or_a_calendar_nothing_is_promised(world, missing):
    if missing == "plan":
        world.acme.plan = None
        world.acme.save()
    rows = {"target": ResponseTarget, "calendar": BusinessCalendar, "hours": OpeningHours}
    if missing in rows:
        rows[missing].objects.all().delete()

    case = file(world, FRIDAY)

    assert (case.first_response_due_at, case.response_clock, sla.state_of(case)) == (None,) * 3


@pytest.mark.rule("SLA-3")
def test_what_a_vendor_edits_later_changes_no_promise(world):
    case = file(world, FRIDAY)
    ResponseTarget.objects.update(amount=40)
    OpeningHours.objects.update(opens="10:00")
    Holiday.objects.create(
        calendar=BusinessCalendar.objects.get(region="emea"), day="2026-11-23", name="Surprise"
    )
    case.refresh_from_db()

    clock = sla.Clock.thaw(case.response_clock)

    assert case.first_response_due_at == clock.due == MONDAY
    assert str(clock.target) == "4 hours, business hours"


@pytest.mark.rule("SLA-3")
def test_the_first_public_words_of_an_agent_stop_the_clock(world):
    case = file(world, FRIDAY)
    agent = doors.agent(world.ada, world.acme)
    actions.assign(actor=agent, case=case, assignee=world.ada)
    actions.add_internal_note(actor=agent, case=case, body="Smells like DNS.")
    actions.add_comment(actor=world.actor("sue"), case=case, body="Anybody?")
    case.refresh_from_db()
    assert case.first_responded_at is None

    answer(world, case, MONDAY)
    answer(world, case, MONDAY + HOUR)

    assert case.first_responded_at == MONDAY


@pytest.mark.rule("SLA-3")
@pytest.mark.parametrize("verb", [Verb.REQUEST_INFORMATION, Verb.PROPOSE_SOLUTION, Verb.CONCLUDE])
def test_any_words_of_an_agent_to_the_customer_are_an_answer(world, verb):
    case, agent = file(world, FRIDAY), doors.agent(world.ada, world.acme)

    with time_machine.travel(MONDAY, tick=False):
        if verb == Verb.CONCLUDE:
            actions.conclude(actor=agent, case=case, outcome=Outcome.OBSOLETE, body="Gone.")
        else:
            actions.change_status(actor=agent, case=case, verb=verb, body="See here.")
    case.refresh_from_db()

    assert case.first_responded_at == MONDAY


@pytest.mark.rule("SLA-3")
@pytest.mark.parametrize(
    ("answered", "state"),
    [
        (MONDAY - MINUTE, "met"),
        (MONDAY, "met"),
        (MONDAY + timedelta(microseconds=1), "missed"),
    ],
)
def test_the_promise_is_met_or_missed(world, answered, state):
    case = answer(world, file(world, FRIDAY), answered)

    assert sla.state_of(case) == state


@pytest.mark.rule("SLA-3")
@pytest.mark.parametrize(
    ("closed", "state"), [(FRIDAY + HOUR, "ended"), (MONDAY, "missed"), (None, "missed")]
)
def test_without_an_answer_the_promise_is_missed_once_it_is_due(world, closed, state):
    case = file(world, FRIDAY)
    if closed:
        with time_machine.travel(closed, tick=False):
            case = actions.close(actor=world.actor("sue"), case=case)

    assert sla.state_of(case, MONDAY) == state


@pytest.mark.rule("SLA-3", "AGENT-2")
@pytest.mark.parametrize(
    ("before", "after", "at", "expected"),
    [
        # filed on Friday at 15:00; P2 is due on Monday 09:00, P3 11:00, P4 15:00
        (3, 1, "2026-11-20 15:30", "2026-11-20 16:30"),
        (3, 2, "2026-11-20 15:30", "2026-11-23 09:30"),
        (3, 2, "2026-11-23 10:00", "2026-11-23 11:00"),
        (4, 1, "2026-11-22 12:00", "2026-11-22 13:00"),
        (4, 3, "2026-11-23 08:30", "2026-11-23 12:30"),
        (4, 3, "2026-11-23 14:00", "2026-11-23 15:00"),
        (2, 3, "2026-11-23 08:30", "2026-11-23 11:00"),
        (2, 4, "2026-11-20 15:01", "2026-11-23 15:00"),
        (1, 4, "2026-11-20 15:59", "2026-11-23 15:00"),
        # missed is missed
        (3, 1, "2026-11-23 11:00", "2026-11-23 11:00"),
        (2, 4, "2026-11-23 10:00", "2026-11-23 09:00"),
    ],
)
def test_another_priority_changes_what_is_promised(world, before, after, at, expected):
    case = file(world, FRIDAY, before, impact_statement="Nobody can work.")

    case = change(world, case, due(at), after)

    assert case.first_response_due_at == due(expected)
    assert sla.Clock.thaw(case.response_clock).due == due(expected)


@pytest.mark.rule("SLA-3")
def test_nothing_is_promised_anew_once_it_is_answered(world):
    case = answer(world, file(world, FRIDAY), FRIDAY + HOUR)

    case = change(world, case, FRIDAY + 2 * HOUR, 1, statement="All shops are down.")

    assert (case.priority, case.first_response_due_at) == (1, MONDAY)


@pytest.mark.rule("SLA-3")
def test_up_and_down_again_never_makes_a_promise_missed(world):
    case = file(world, FRIDAY, 4, impact_statement="Nobody can work.")

    case = change(world, case, due("2026-11-23 14:30"), 1)
    case = change(world, case, due("2026-11-23 14:40"), 3)

    assert case.first_response_due_at == due("2026-11-23 15:00")


@pytest.mark.rule("SLA-3")
def test_a_first_promise_counts_from_the_change_that_makes_it(world):
    ResponseTarget.objects.filter(priority=3).delete()
    case = file(world, FRIDAY)

    case = change(world, case, MONDAY, 2)

    assert case.first_response_due_at == MONDAY + 2 * HOUR


@pytest.mark.rule("SLA-3")
def test_a_clock_that_jumps_back_changes_no_deadline(world):
    case = file(world, FRIDAY)

    with time_machine.travel(FRIDAY - 48 * HOUR, tick=False):
        actions.add_comment(actor=world.actor("sue"), case=case, body="Anybody?")
        actions.assign(actor=doors.agent(world.ada, world.acme), case=case, assignee=world.ada)
    case.refresh_from_db()
    assert case.first_response_due_at == MONDAY

    case = change(world, case, FRIDAY - 48 * HOUR, 2)
    assert case.first_response_due_at == due("2026-11-23 09:00")


@pytest.mark.rule("AGENT-2", "NOTE-1")
def test_a_change_of_priority_is_recorded_and_announced(world):
    case = file(world, FRIDAY)
    OutboxMessage.objects.all().delete()

    change(world, case, MONDAY, 1, statement="All shops are down.")

    event = CaseEvent.objects.get(case=case, kind=EventKind.PRIORITY_CHANGED)
    assert (event.actor, event.data) == (world.ada, {"from": 3, "to": 1})
    assert {message.payload["recipient"] for message in OutboxMessage.objects.all()} == {
        world.sue.pk
    }


def test_the_same_priority_changes_nothing(world):
    case = file(world, FRIDAY)

    case = change(world, case, MONDAY, 3)

    assert not case.events.filter(kind=EventKind.PRIORITY_CHANGED).exists()


@pytest.mark.rule("WIZ-5", "CASE-8")
def test_what_is_refused(world):
    case = file(world, FRIDAY)

    with pytest.raises(Unprocessable, match="impact"):
        change(world, case, MONDAY, 1, statement="  ")
    with pytest.raises(Conflict, match="meantime"):
        change(world, case, MONDAY, 2, version=case.version + 7)
    with pytest.raises(NotAllowed, match="Only agents"):
        actions.change_priority(actor=world.actor("sue"), case=case, priority=1)
    actions.close(actor=world.actor("sue"), case=case)
    with pytest.raises(Conflict, match="closed"):
        change(world, case, MONDAY, 2)

    case.refresh_from_db()
    assert (case.priority, case.first_response_due_at) == (3, MONDAY)


@pytest.mark.rule("SLA-3")
@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_change_of_priority_at_once(cast):
    """Whoever comes second sees what the first one did: what is answered is settled."""
    seed()
    contract(cast, "expert", "emea")
    case = file(cast, timezone.now())
    promised, agent = case.first_response_due_at, doors.agent(cast.ada, cast.acme)

    second_of_two(
        lambda: actions.add_comment(actor=agent, case=case, body="Hello."),
        lambda: actions.change_priority(actor=agent, case=case, priority=2),
    )

    case.refresh_from_db()
    assert (case.priority, case.first_response_due_at) == (2, promised)
    assert case.first_responded_at
