"""Cases along the table: replies, closings, reopenings, and who comes second."""

import datetime
import threading
import zoneinfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from cases import actions
from cases.lifecycle import Outcome, Status, Verb
from cases.models import Case, Comment, EventKind
from portal.problems import Conflict, NotAllowed, Unprocessable
from tests.factories import CaseFactory, SupportTeamFactory, UserFactory

UTC = datetime.UTC
WINDOW = datetime.timedelta(hours=336)


@pytest.fixture
def case(cast):
    """An open case of acme, assigned to ada."""
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        status=Status.IN_PROGRESS,
        assignee=cast.ada,
    )


def test_the_first_assignment_sets_it_in_progress(cast):
    case = actions.assign(actor=cast.actor("ada"), case=cast.case, assignee=cast.ada)

    assert (case.status, case.assignee) == (Status.IN_PROGRESS, cast.ada)
    kinds = case.events.order_by("pk").values_list("kind", flat=True)
    assert [*kinds] == [EventKind.ASSIGNED, EventKind.STATUS_CHANGED]


def test_a_later_assignment_leaves_the_status(cast, case):
    bea = UserFactory(agent=True)
    cast.team.agents.add(bea)

    assert actions.assign(actor=cast.actor("ada"), case=case, assignee=bea).status == "in_progress"
    assert actions.assign(actor=cast.actor("ada"), case=case, assignee=bea).assignee == bea
    assert case.events.count() == 1


def test_only_agents_of_the_team_are_assigned(cast, case):
    stranger = UserFactory(agent=True)
    SupportTeamFactory().agents.add(stranger)

    with pytest.raises(Unprocessable):
        actions.assign(actor=cast.actor("ada"), case=case, assignee=stranger)
    with pytest.raises(NotAllowed):
        actions.assign(actor=cast.actor("sue"), case=case, assignee=cast.ada)


@pytest.mark.parametrize("sign", ["is_active", "is_staff"])
def test_who_left_the_vendor_is_not_assigned(cast, case, sign):
    left = UserFactory(agent=True, **{sign: False})
    cast.team.agents.add(left)

    with pytest.raises(Unprocessable):
        actions.assign(actor=cast.actor("ada"), case=case, assignee=left)


@pytest.mark.parametrize("verb", [Verb.REQUEST_INFORMATION, Verb.PROPOSE_SOLUTION])
def test_an_agent_asks_in_words(cast, case, verb):
    with pytest.raises(Unprocessable):
        actions.change_status(actor=cast.actor("ada"), case=case, verb=verb, body=" ")

    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS


@pytest.mark.parametrize("verb", [Verb.CLOSE, Verb.REOPEN, Verb.ASSIGN, Verb.REPLY])
def test_a_change_of_status_is_no_way_around_the_other_actions(cast, case, verb):
    with pytest.raises(ValueError, match=verb):
        actions.change_status(actor=cast.actor("ada"), case=case, verb=verb)


@pytest.mark.parametrize("name", ["sue", "olga", "gus"])
@pytest.mark.parametrize("verb", [Verb.REQUEST_INFORMATION, Verb.PROPOSE_SOLUTION])
def test_a_customers_comment_answers(cast, case, name, verb):
    actions.change_status(actor=cast.actor("ada"), case=case, verb=verb, body="Please look.")

    actions.add_comment(actor=cast.actor(name), case=case, body="Done.")

    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS


def test_an_agents_comment_answers_nothing(cast, case):
    agent = cast.actor("ada")
    actions.change_status(actor=agent, case=case, verb=Verb.REQUEST_INFORMATION, body="Version?")

    actions.add_comment(actor=agent, case=case, body="Please.")

    case.refresh_from_db()
    assert case.status == Status.PENDING_RESPONSE


def test_the_second_writer_is_told(cast, case):
    seen = case.version
    actions.add_comment(actor=cast.actor("sue"), case=case, body="It is solved.")

    with pytest.raises(Conflict) as refusal:
        actions.change_status(
            actor=cast.actor("ada"), case=case, verb=Verb.PROPOSE_SOLUTION, body="X", version=seen
        )
    assert refusal.value.code == "stale"


@pytest.mark.rule("CASE-5")
@pytest.mark.parametrize(
    "status",
    ["awaiting_assignment", "in_progress", "pending_response", "resolution_provided"],
)
def test_an_open_case_is_closed_at_any_time(cast, status):
    case = CaseFactory(organization=cast.acme, product=cast.product, status=status)

    case = actions.close(actor=cast.actor("sue"), case=case, reason="Solved by ourselves.")

    assert case.status == Status.CLOSED
    assert case.reopen_until - case.closed_at == WINDOW
    assert Comment.objects.get().body == "Solved by ourselves."
    assert case.events.get().data == {"from": status, "to": "closed"}


@pytest.mark.rule("CASE-5")
def test_the_reason_is_optional(cast, case):
    actions.close(actor=cast.actor("sue"), case=case)

    assert not Comment.objects.exists()


def test_an_agent_closes_with_an_outcome_that_reopening_takes_back(cast, case):
    closed = actions.conclude(actor=cast.actor("ada"), case=case, outcome=Outcome.OBSOLETE)
    assert closed.outcome == "obsolete"

    assert actions.reopen(actor=cast.actor("sue"), case=case).outcome == ""


@pytest.mark.rule("CASE-6")
@pytest.mark.parametrize(
    ("after", "opens"),
    [
        (datetime.timedelta(seconds=1), True),
        (datetime.timedelta(hours=335, minutes=59), True),
        (WINDOW, True),
        (WINDOW + datetime.timedelta(microseconds=1), False),
        (datetime.timedelta(days=30), False),
    ],
)
@pytest.mark.parametrize(
    "closed_at",
    [
        datetime.datetime(2026, 11, 2, 12, tzinfo=UTC),
        # Clocks in Paris change within the fourteen days: hours count, not days of a calendar.
        datetime.datetime(2026, 3, 20, 9, tzinfo=zoneinfo.ZoneInfo("Europe/Paris")),
        datetime.datetime(2026, 10, 20, 9, tzinfo=zoneinfo.ZoneInfo("Europe/Paris")),
    ],
)
def test_it_reopens_for_336_hours(cast, case, closed_at, after, opens):
    closed_at = closed_at.astimezone(UTC)
    with time_machine.travel(closed_at, tick=False):
        actions.close(actor=cast.actor("sue"), case=case)

    with time_machine.travel(closed_at + after, tick=False):
        if opens:
            assert actions.reopen(actor=cast.actor("sue"), case=case).status == "in_progress"
            return
        with pytest.raises(Conflict, match="Open a follow-up") as refusal:
            actions.reopen(actor=cast.actor("sue"), case=case)
    assert refusal.value.code == "reopen-too-late"


@pytest.mark.rule("CASE-6")
def test_however_it_was_closed(cast):
    at = timezone.now()
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        status=Status.AUTO_CLOSED,
        closed_at=at,
        reopen_until=at + WINDOW,
    )

    case = actions.reopen(actor=cast.actor("sue"), case=case, reason="It fails again.")

    assert case.status == Status.AWAITING_ASSIGNMENT
    assert (case.closed_at, case.reopen_until) == (None, None)
    assert Comment.objects.get().body == "It fails again."


@pytest.mark.rule("CASE-6")
def test_a_new_closing_starts_a_new_window(cast, case):
    sue = cast.actor("sue")
    with time_machine.travel("2026-11-01T12:00Z", tick=False):
        actions.close(actor=sue, case=case)
    with time_machine.travel("2026-11-10T12:00Z", tick=False):
        actions.reopen(actor=sue, case=case)
        actions.close(actor=sue, case=case)

    with time_machine.travel("2026-11-24T12:00Z", tick=False):
        assert actions.reopen(actor=sue, case=case).is_open


@pytest.mark.rule("ENT-6")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_on": datetime.date(2026, 1, 31)}, "ended on 31 Jan 2026"),
        ({"suspended_for": "billing"}, "suspended: billing"),
    ],
)
def test_reopening_needs_the_entitlement_and_says_so(cast, case, client, change, words):
    actions.close(actor=cast.actor("sue"), case=case)
    cast.acme.entitlements.update(**change)
    client.force_login(cast.sue)

    with pytest.raises(NotAllowed, match=words):
        actions.reopen(actor=cast.actor("sue"), case=case)
    page = client.get(case.get_absolute_url())
    assert words in page.text
    assert "Reopen case" not in page.text
    assert client.post(f"{case.get_absolute_url()}reopening/").status_code == 403


@pytest.mark.rule("ENT-6")
def test_without_entitlement_people_still_read_comment_attach_watch_and_close(cast, case, sue):
    cast.acme.entitlements.update(suspended_for="billing")
    address = case.get_absolute_url()

    assert sue.get(address).status_code == 200
    assert sue.post(f"{address}comments/", {"body": "Hello?"}).status_code == 302
    assert sue.post(f"{address}watchers/", {"email": "max@example.com"}).status_code == 302
    assert sue.post(f"{address}closure/").status_code == 302


@pytest.mark.rule("CASE-5")
def test_the_page_asks_before_it_closes(cast, case, sue):
    address = case.get_absolute_url()

    assert "Close this case?" in sue.get(f"{address}closure/").text
    case.refresh_from_db()
    assert case.is_open

    answer = sue.post(f"{address}closure/", {"reason": "Solved"}, follow=True)

    assert "You can reopen this case until" in answer.text
    assert "Solved" in answer.text
    assert "Close case" not in answer.text


@pytest.mark.rule("CASE-5", "CASE-6")
@pytest.mark.parametrize(("noun", "name"), [("closure", "max"), ("reopening", "max")])
def test_who_only_watches_is_told_who_can_help(cast, client, noun, name):
    case = CaseFactory(organization=cast.acme, product=cast.product, watched_by=[cast.max])
    client.force_login(getattr(cast, name))

    answer = client.post(f"{case.get_absolute_url()}{noun}/")

    assert answer.status_code == 403
    assert "sam@example.com" in answer.text


@pytest.mark.rule("CASE-5", "CASE-6")
def test_the_right_person_at_the_wrong_time_is_told_how_things_stand(cast, case, sue):
    address = case.get_absolute_url()

    assert sue.post(f"{address}reopening/").status_code == 409
    sue.post(f"{address}closure/")
    assert sue.post(f"{address}closure/").status_code == 409
    assert sue.post(f"{address}reopening/").status_code == 302


@pytest.mark.rule("CASE-5")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_one_closes(cast, case):
    actor, results, barrier = cast.actor("sue"), [], threading.Barrier(2)

    def close():
        barrier.wait()
        try:
            actions.close(actor=actor, case=case)
            results.append("closed")
        except Conflict:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=close) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(results) == ["closed", "told"]
    assert Case.objects.get(pk=case.pk).events.filter(kind=EventKind.CLOSED).count() == 1
