"""While a case waits for its customer: reminders, and the end of the silence."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.db import connection

from cases import actions
from cases.lifecycle import Status, Verb
from cases.models import Case
from cases.tasks import remind_waiting_cases
from portal.tasks import sweep_outbox
from tests.factories import CaseFactory

T0 = datetime.datetime(2026, 10, 22, 9, 30, tzinfo=datetime.UTC)
"""Clocks in Paris change within the six days: hours count."""


def hours(number: float) -> datetime.timedelta:
    return datetime.timedelta(hours=number)


@pytest.fixture
def case(cast):
    """Ada asked at T0; sue filed it, max and gus watch."""
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        status=Status.IN_PROGRESS,
        assignee=cast.ada,
        watched_by=[cast.max, cast.gus],
    )
    with time_machine.travel(T0, tick=False):
        return actions.change_status(
            actor=cast.actor("ada"), case=case, verb=Verb.REQUEST_INFORMATION, body="Version?"
        )


def told(case: Case) -> list[str]:
    """What the system said and did by itself."""
    events = case.events.filter(side="system").order_by("pk")
    return [f"{event.kind} {event.data.get('days_left', '')}".strip() for event in events]


def run_at(moment: datetime.datetime) -> None:
    with time_machine.travel(moment, tick=False):
        remind_waiting_cases()


@pytest.mark.rule("CASE-9")
@pytest.mark.parametrize("verb", [Verb.REQUEST_INFORMATION, Verb.PROPOSE_SOLUTION])
def test_three_reminders_and_the_closing_each_at_its_hour(cast, verb):
    with time_machine.travel(T0, tick=False):
        case = actions.change_status(
            actor=cast.actor("ada"), case=cast.case, verb=verb, body="Please."
        )
    minute = hours(1 / 60)
    expected = {
        hours(24) - minute: [],
        hours(24): ["reminded 5"],
        hours(72) - minute: ["reminded 5"],
        hours(72): ["reminded 5", "reminded 3"],
        hours(120) - minute: ["reminded 5", "reminded 3"],
        hours(120): ["reminded 5", "reminded 3", "reminded 1"],
        hours(144) - minute: ["reminded 5", "reminded 3", "reminded 1"],
        hours(144): ["reminded 5", "reminded 3", "reminded 1", "auto_closed"],
        hours(400): ["reminded 5", "reminded 3", "reminded 1", "auto_closed"],
    }

    for after, said in expected.items():
        run_at(T0 + after)
        run_at(T0 + after)
        assert told(case) == said, after
    case.refresh_from_db()
    assert (case.status, case.closed_at) == ("auto_closed", T0 + hours(144))
    assert case.reopen_until == T0 + hours(144 + 336)


@pytest.mark.rule("CASE-9")
@pytest.mark.parametrize(
    ("back_after", "said"),
    [
        (30, ["reminded 5"]),
        (73, ["reminded 3"]),
        (100, ["reminded 2"]),
        (143, ["reminded 1"]),
        (144, ["auto_closed"]),
        (999, ["auto_closed"]),
    ],
)
def test_workers_that_were_down_send_only_the_latest_and_past_the_end_close(case, back_after, said):
    run_at(T0 + hours(back_after))
    run_at(T0 + hours(back_after))

    assert told(case) == said


@pytest.mark.rule("CASE-9")
@pytest.mark.parametrize("name", ["sue", "olga", "gus"])
def test_a_comment_by_anybody_of_the_customer_ends_it(cast, case, name):
    run_at(T0 + hours(24))
    actions.add_comment(actor=cast.actor(name), case=case, body="2.4.7")

    run_at(T0 + hours(200))

    case.refresh_from_db()
    assert (case.status, case.next_reminder_at) == ("in_progress", None)
    assert told(case) == ["reminded 5"]


@pytest.mark.rule("CASE-9")
def test_entering_again_starts_anew(cast, case):
    run_at(T0 + hours(130))
    again = T0 + hours(140)
    with time_machine.travel(again, tick=False):
        actions.change_status(
            actor=cast.actor("ada"), case=case, verb=Verb.PROPOSE_SOLUTION, body="Update."
        )

    run_at(T0 + hours(145))
    assert told(case) == ["reminded 1"]
    run_at(again + hours(24))
    assert told(case) == ["reminded 1", "reminded 5"]


def test_an_agents_comment_ends_nothing(cast, case):
    actions.add_comment(actor=cast.actor("ada"), case=case, body="Please.")

    run_at(T0 + hours(24))

    assert told(case) == ["reminded 5"]


def test_a_clock_that_jumps_ahead_and_back_repeats_nothing(case):
    run_at(T0 + hours(80))
    run_at(T0 + hours(25))
    run_at(T0 + hours(80))

    assert told(case) == ["reminded 3"]


@pytest.mark.rule("CASE-9", "NOTE-1", "NOTE-2")
def test_the_reminder_says_how_long_and_what_to_do(cast, case):
    sweep_outbox()
    mail.outbox.clear()

    run_at(T0 + hours(72))
    sweep_outbox()

    letters = {
        letter.to[0].partition("@")[0]: " ".join(letter.body.split()) for letter in mail.outbox
    }
    assert set(letters) == {"sue", "max", "gus"}
    assert "This case waits for your answer: 3 days left." in letters["sue"]
    assert "Without an answer it is closed on Wed 28 Oct 2026, 09:30 UTC." in letters["sue"]
    assert "Add a comment on the page of the case" in letters["max"]


@pytest.mark.rule("CASE-9")
def test_a_reminder_that_was_answered_before_it_left_is_not_sent(cast, case):
    sweep_outbox()
    mail.outbox.clear()
    run_at(T0 + hours(72))
    actions.add_comment(actor=cast.actor("gus"), case=case, body="2.4.7")

    sweep_outbox()

    assert [letter.body for letter in mail.outbox if "waits for your answer" in letter.body] == []


@pytest.mark.rule("CASE-9", "NOTE-1")
def test_the_closing_notice_says_how_to_go_on(cast, case):
    sweep_outbox()
    mail.outbox.clear()

    run_at(T0 + hours(144))
    sweep_outbox()

    bodies = [letter.body for letter in mail.outbox if letter.to == ["sue@example.com"]]
    assert "This case was closed because no answer came." in bodies[0]
    assert "It can be reopened on its page until Wed 11 Nov 2026, 09:30 UTC" in bodies[0]
    assert len(bodies) == 1


@pytest.mark.rule("CASE-9")
def test_one_case_in_trouble_holds_up_no_other(cast, case):
    with time_machine.travel(T0 + hours(1), tick=False):
        other = CaseFactory(organization=cast.acme, product=cast.product, requester=cast.sue)
        actions.change_status(
            actor=cast.actor("ada"), case=other, verb=Verb.PROPOSE_SOLUTION, body="Update."
        )
    _refuse_new_events_of(case)

    run_at(T0 + hours(25))

    assert told(other) == ["reminded 5"]


def _refuse_new_events_of(case: Case) -> None:
    """As a broken row would: in the database, by a constraint that only this case hurts."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE cases_caseevent ADD CONSTRAINT in_trouble"
            f" CHECK (case_id <> {case.pk}) NOT VALID"
        )
