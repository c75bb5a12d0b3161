"""What people read about the promise of a first answer, in their own zone and language."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from cases import actions
from cases.actions.base import record
from cases.models import EventKind
from cases.response import Response
from orgs.models import Holiday, ResponseTarget
from portal.models import OutboxMessage
from sharedaccess import doors
from tests.factories import BusinessCalendarFactory, CaseFactory, SupportPlanFactory

FRIDAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""16:00 in Paris."""


@pytest.fixture
def case(cast):
    """Filed by sue, who lives in London, on a Friday afternoon of Paris."""
    calendar = BusinessCalendarFactory()
    Holiday.objects.create(calendar=calendar, day="2026-11-23", name="Labour Thanksgiving Day")
    cast.acme.plan = SupportPlanFactory()
    cast.acme.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=3, amount=4, unit="hour", coverage="business"
    )
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=2, amount=1, unit="hour", coverage="24x7"
    )
    for person in (cast.sue, cast.max):
        person.time_zone = "Europe/London"
        person.save()
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        opened_at=FRIDAY,
        promised=True,
    )


def page(client, cast, case, at="2026-11-20 17:00") -> str:
    """As sue reads it."""
    with time_machine.travel(datetime.fromisoformat(at).replace(tzinfo=UTC), tick=False):
        client.force_login(cast.sue)
        text = client.get(case.get_absolute_url()).text
    return text.replace("\xa0", " ")


@pytest.mark.rule("SLA-3", "CASE-1")
def test_the_page_tells_how_the_time_is_counted(cast, client, case):
    text = page(client, cast, case)

    for words in (
        "4 hours, business hours",
        "3 days, 18 hours left",
        "24 Nov 2026, 11:00",
        "Fri 20 Nov, 16:00 + 4 hours (Europe, Middle East and Africa, 09:00–17:00)",
        "<b>Tue 24 Nov, 12:00</b>, your time <b>Tue 24 Nov, 11:00</b>",
        "Fri 20 Nov, 16:00–17:00: 1 hour",
        "Tue 24 Nov, 09:00–12:00: 3 hours",
        "Mon 23 Nov: Labour Thanksgiving Day, a holiday, not counted",
    ):
        assert words in text, words


@pytest.mark.rule("SLA-3", "CASE-1")
@pytest.mark.parametrize(
    ("answered", "at", "words"),
    [
        ("2026-11-24 11:00", "2026-11-24 12:00", ["Met", "answered"]),
        ("2026-11-24 11:01", "2026-11-24 12:00", ["Missed", "answered"]),
        (None, "2026-11-24 10:59", ["1 minute left"]),
        (None, "2026-11-24 11:00", ["Missed"]),
    ],
)
def test_the_page_tells_whether_the_promise_is_kept(cast, client, case, answered, at, words):
    if answered:
        with time_machine.travel(datetime.fromisoformat(answered).replace(tzinfo=UTC), tick=False):
            actions.add_comment(actor=doors.agent(cast.ada, cast.acme), case=case, body="Hello.")

    text = page(client, cast, case, at)

    assert all(word in text for word in words)


@pytest.mark.rule("SLA-3")
def test_who_was_promised_nothing_is_told_so(cast, client):
    assert "None was promised for this case." in page(client, cast, cast.case)


@pytest.mark.rule("SLA-3")
def test_what_an_agent_reads_is_in_the_zone_of_the_agent(cast, case):
    with timezone.override("Asia/Tokyo"), override("fr"):
        account = Response(case).account

        assert (account.due, account.due_here) == ("mar 24 nov., 12:00", "mar 24 nov., 20:00")
        assert account.holidays == [("lun 23 nov.", "Jour de gratitude pour le travail")]


@pytest.mark.rule("SLA-3")
def test_around_the_clock_there_is_no_clock_but_the_readers(cast):
    cast.acme.plan = SupportPlanFactory()
    cast.acme.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=1, amount=30, unit="minute", coverage="24x7"
    )
    case = CaseFactory(organization=cast.acme, opened_at=FRIDAY, critical=True, promised=True)

    with timezone.override("Europe/London"):
        account = Response(case).account

        assert (account.asked, account.hours) == ("Fri 20 Nov, 15:00", "24x7")
        assert (account.due, account.due_here) == ("Fri 20 Nov, 15:30", "")
        assert (account.opening, account.steps, account.holidays) == ("", [], [])


@pytest.mark.rule("SLA-3")
def test_a_weekend_before_the_clock_starts_is_told(case):
    case.opened_at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    ResponseTarget.objects.update(coverage="24x5")
    case = CaseFactory(
        organization=case.organization, opened_at=case.opened_at, promised=True, priority=3
    )

    account = Response(case).account

    assert account.hours == "Europe, Middle East and Africa, 24x5"
    assert account.opening == "Tue 24 Nov, 00:00"


@pytest.mark.rule("SLA-3")
def test_the_due_time_stands_when_the_rules_of_a_zone_change(case):
    """As if a new release of the time zone database moved the clocks of Paris."""
    case.response_clock["opening"]["zone"] = "Asia/Tokyo"

    assert Response(case).account is None
    assert Response(case).due == datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.mark.rule("LIST-2", "SLA-3")
def test_a_list_marks_what_is_due_and_what_is_late(cast, client, case):
    late = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        priority=2,
        opened_at=FRIDAY,
        promised=True,
    )
    with time_machine.travel(datetime(2026, 11, 20, 18, tzinfo=UTC), tick=False):
        client.force_login(cast.sue)
        text = client.get(f"/o/acme/cases/?q={late.number}").text.replace("\xa0", " ")
        assert "Answer 2 hours late" in text
        text = client.get("/o/acme/cases/").text.replace("\xa0", " ")

    assert "Answer within 3 days" in text
    assert text.count('<span class="tag" data-kind') == 2


@pytest.mark.rule("SLA-3", "NOTE-2")
def test_the_receipt_names_the_due_time_in_the_zone_of_who_reads_it(
    cast, case, django_capture_on_commit_callbacks
):

    with django_capture_on_commit_callbacks(execute=True):
        record(cast.actor("sue"), case, EventKind.SUBMITTED)

    receipt = next(sent for sent in mail.outbox if sent.to == ["sue@example.com"])
    assert "First answer due: Tue 24 Nov 2026, 11:00 GMT" in receipt.body
    assert "Tue 24 Nov 2026, 11:00 GMT" in receipt.alternatives[0][0]
    assert OutboxMessage.objects.count() == 2


@pytest.mark.rule("NOTE-1", "SLA-3")
def test_a_mail_tells_the_new_priority_and_what_it_promises(
    cast, case, django_capture_on_commit_callbacks
):
    with (
        django_capture_on_commit_callbacks(execute=True),
        time_machine.travel(FRIDAY, tick=False),
    ):
        actions.change_priority(actor=doors.agent(cast.ada, cast.acme), case=case, priority=2)

    (sent,) = mail.outbox
    assert "The priority changed to “P2 Urgent”." in sent.body
    assert "Fri 20 Nov 2026, 16:00 GMT" in sent.body


def test_a_change_of_priority_stands_on_the_timeline(cast, client, case):
    actions.change_priority(actor=doors.agent(cast.ada, cast.acme), case=case, priority=2)

    text = page(client, cast, case)

    assert "Priority changed" in text
    assert '<span class="tag" data-priority="2">P2 Urgent</span>' in text
