"""Where an organization stands: figures that are lists too, what waits, how it goes."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases.glance import count_cases, plots, tasks_of
from cases.glance.plots import open_at
from cases.lifecycle import Side, Status
from cases.models import Case, CaseEvent, Escalation, EventKind, Watcher
from cases.models.promised import MET, MISSED
from cases.sla import State, state_of
from orgs.roles import Role
from tests.factories import CaseFactory, ProductFactory, give_role

HOUR = timedelta(hours=1)
DAY = 24 * HOUR
S = Status


def open_case(cast, status=S.IN_PROGRESS, **fields):
    fields.setdefault("requester", cast.olga)
    return CaseFactory(organization=cast.acme, product=cast.product, status=status, **fields)


def ended(cast, *, closed, **fields):
    fields["reopen_until"] = closed + 14 * DAY
    return open_case(cast, S.CLOSED, closed_at=closed, **fields)


@pytest.fixture
def world(cast):
    """Of acme, beside the case of the cast, which sue submitted; and one of globex."""
    now = timezone.now()
    open_case(cast, S.PENDING_RESPONSE, priority=2, watched_by=[cast.sue])
    open_case(cast, S.RESOLUTION_PROVIDED, due=now - HOUR, first_responded_at=now - 2 * HOUR)
    open_case(cast, S.AWAITING_ASSIGNMENT, due=now - HOUR, requester=cast.sue)
    open_case(cast, due=now + HOUR, escalated_at=now - DAY)
    ended(cast, closed=now, due=now - HOUR, escalated_at=now - DAY, watched_by=[cast.sue])
    CaseFactory(organization=cast.globex, product=cast.product, status=S.PENDING_RESPONSE)
    return cast


FIGURES = {
    "Open": ("scope=org&amp;status=open", 5),
    "Waiting for you": ("scope=org&amp;status=waiting", 2),
    "First response overdue": ("scope=org&amp;response=overdue", 1),
    "Escalated": ("scope=org&amp;status=open&amp;escalated=yes", 1),
    "Submitted by me": ("scope=mine&amp;status=open", 2),
    "Watched by me": ("scope=watched&amp;status=open", 1),
}


@pytest.mark.rule("HOME-1")
def test_each_figure_is_the_length_of_the_list_that_it_links_to(world, sue):
    text = sue.get("/o/acme/support/").text

    found = re.findall(
        r'cases/\?([^"]+)"><b class="tally__number"[^>]*>(\d+)</b> <span>([^<]+)<', text
    )
    assert {label: (query, int(number)) for query, number, label in found} == FIGURES
    for query, number in FIGURES.values():
        page = sue.get("/o/acme/cases/?" + query.replace("&amp;", "&"))
        assert len(page.context["page"].rows) == number, query
        assert page.context["notes"] == []


@pytest.mark.rule("HOME-1", "ROLE-5")
def test_who_supports_other_products_sees_none_of_them(world, cast):
    give_role(cast.max, cast.acme, Role.SUPPORT_ADMIN, products=[ProductFactory()])

    counts = count_cases(cast.actor("max"))

    assert set(counts.numbers.values()) == {0}
    assert [number for _priority, number in count_cases(cast.actor("sue")).by_priority] == [
        *(0, 1, 4, 0)
    ]


@pytest.mark.rule("HOME-1", "CASE-9")
def test_what_closes_first_waits_first_and_each_has_one_deed(cast):
    now = timezone.now()
    due = {"next_reminder_at": now + HOUR}
    open_case(cast, S.PENDING_RESPONSE, title="Later", status_since=now - DAY, **due)
    open_case(cast, S.RESOLUTION_PROVIDED, title="Sooner", status_since=now - 5.5 * DAY, **due)
    open_case(cast, S.PENDING_RESPONSE, title="Never", status_since=now - 9 * DAY)
    open_case(cast, S.IN_PROGRESS, title="Ours")

    tasks = tasks_of(cast.actor("sue"))

    assert [(task.case.title, str(task.deed), task.tone) for task in tasks] == [
        ("Sooner", "Check the solution", "negative"),
        ("Later", "Answer the question", "info"),
        ("Never", "Answer the question", "negative"),
    ]
    assert [task.closes_at and task.closes_at - now for task in tasks] == [DAY / 2, 5 * DAY, None]


@pytest.mark.rule("HOME-1", "AGENT-4")
@pytest.mark.parametrize(
    ("answered", "said_since", "waits"),
    [
        (False, False, False),
        (True, False, True),
        (True, True, False),
    ],
)
def test_the_word_of_a_manager_waits_until_somebody_reacts(cast, answered, said_since, waits):
    now = timezone.now()
    case = open_case(cast, escalated_at=now - DAY)
    Escalation.objects.create(
        case=case,
        opening=1,
        reason="time",
        details="Five days",
        raised_by=cast.sue,
        taken_by=cast.ada,
        taken_at=now - HOUR,
        answered_by=cast.ada if answered else None,
        answered_at=now - HOUR if answered else None,
    )
    if said_since:
        CaseEvent.objects.create(
            case=case, kind=EventKind.COMMENTED, actor=cast.sue, side=Side.CUSTOMER
        )

    assert [str(task.deed) for task in tasks_of(cast.actor("sue"))] == ["Read the answer"] * waits


@pytest.mark.rule("HOME-1", "ROLE-5")
def test_what_one_may_only_read_waits_for_others(cast):
    case = open_case(cast, S.PENDING_RESPONSE)
    give_role(cast.max, cast.acme, Role.SUPPORT_ADMIN, products=[ProductFactory()])
    Watcher.objects.create(case=case, user=cast.max, added_by=cast.sue)

    assert tasks_of(cast.actor("max")) == []
    assert [task.case for task in tasks_of(cast.actor("sue"))] == [case]


def test_weeks_are_counted_back_from_now():
    weeks = [datetime(2026, 11, day, tzinfo=UTC) for day in (2, 9, 16)]
    changes = {weeks[0].date(): 4, weeks[1].date(): -1, weeks[2].date(): 2}

    assert open_at(weeks, 9, Counter(changes)) == [4, 8, 7, 9]


@pytest.mark.rule("HOME-1")
def test_open_over_time_counts_openings_and_closings_of_each_week(cast):
    now = timezone.localtime()
    monday = (now - now.weekday() * DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    open_case(cast, opened_at=monday - 40 * 7 * DAY)
    ended(cast, opened_at=monday - 6 * 7 * DAY - HOUR, closed=monday - 2 * 7 * DAY + HOUR)
    ended(cast, opened_at=monday - 30 * 7 * DAY, closed=monday - 20 * 7 * DAY)

    chart = plots(cast.actor("sue"), count_cases(cast.actor("sue")))[1]

    levels = [text for _label, text in chart.rows]
    assert levels == ["1"] * 5 + ["2"] * 5 + ["1", "1", "2"]
    assert chart.rows[-1][0] == "Now"
    assert chart.description == "1 open cases twelve weeks ago, 2 now, 2 at most."


@pytest.mark.rule("HOME-1", "USE-1")
def test_a_week_begins_on_the_readers_monday(cast):
    zone = ZoneInfo("Asia/Tokyo")
    with timezone.override(zone):
        here = timezone.localtime()
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
        monday = midnight - (here.weekday() + 7) * DAY
        for moment in (monday - HOUR, monday + HOUR):
            open_case(cast, opened_at=moment)
        chart = plots(cast.actor("sue"), count_cases(cast.actor("sue")))[1]

    assert [text for _label, text in chart.rows][-3:] == ["1", "2", "3"]


RESPONSES = [
    (State.MET, {"due": HOUR, "first_responded_at": HOUR}),
    (State.MISSED, {"due": HOUR, "first_responded_at": 2 * HOUR}),
    (State.MISSED, {"due": HOUR}),
    (State.MISSED, {"due": HOUR, "closed": 2 * HOUR}),
    (State.ENDED, {"due": 2 * HOUR, "closed": HOUR}),
    (State.RUNNING, {"due": 99 * DAY}),
    (None, {}),
    (None, {"first_responded_at": HOUR}),
]


@pytest.mark.rule("SLA-3", "HOME-1")
def test_responses_are_counted_as_each_case_tells_of_its_own(cast):
    start = timezone.now() - DAY
    for state, fields in RESPONSES:
        times = {name: start + after for name, after in fields.items()}
        make = ended if "closed" in times else open_case
        case = make(cast, opened_at=start, title=str(state), **times)
        row = Case.objects.filter(pk=case.pk)
        assert state_of(case) == state
        assert (row.filter(MET).exists(), row.filter(MISSED).exists()) == (
            state == State.MET,
            state == State.MISSED,
        )

    chart = plots(cast.actor("sue"), count_cases(cast.actor("sue")))[2]

    assert sum(int(row[1]) for row in chart.rows) == 1
    assert sum(int(row[2]) for row in chart.rows) == 3
    assert chart.description == "1 of 4 first responses in time over the last six months."
    assert "25%" in {row[3] for row in chart.rows}
