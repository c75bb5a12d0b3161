"""What happened in the demo world could have happened."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from cases.demo.stories import all_stories
from cases.demo.world import World
from cases.lifecycle import ENDED, SILENCE, WAITING_FOR_CUSTOMER, Side, Status
from cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Comment,
    InternalNote,
    LegacyCase,
    LegacyComment,
)
from cases.sla import state_of
from portal.models import OutboxMessage


def test_there_are_sixty_cases_in_all_statuses_and_one_that_was_refiled(demo):
    cases = Case.objects.all()

    assert cases.count() == 61
    assert set(cases.values_list("status", flat=True)) == set(Status.values)
    assert set(cases.values_list("priority", flat=True)) == {1, 2, 3, 4}
    assert cases.values("title").distinct().count() == 60


def test_both_sides_speak_and_attach_files(demo):
    sides = Comment.objects.values_list("side", flat=True)

    assert set(sides) == {Side.CUSTOMER, Side.SUPPORT}
    assert InternalNote.objects.count() >= 5
    assert Attachment.objects.filter(content_type="image/png").count() >= 15
    assert Attachment.objects.filter(content_type="application/octet-stream").count() >= 10


def test_every_case_would_pass_the_form(demo):
    for case in Case.objects.all():
        case.full_clean()


@pytest.mark.rule("CASE-6")
def test_some_closed_cases_can_be_reopened_and_others_not(demo):
    ended = Case.objects.filter(status__in=ENDED)

    assert ended.filter(reopen_until__gt=demo.now).count() >= 5
    assert ended.filter(reopen_until__lt=demo.now).count() >= 5


@pytest.mark.rule("SLA-6", "CASE-9")
def test_one_is_escalated_and_some_were_reminded_of(demo):
    escalated = Case.objects.get(escalated_at__isnull=False)
    waiting = Case.objects.filter(status__in=WAITING_FOR_CUSTOMER)

    assert escalated.escalations.get().details
    assert {case.next_reminder_at > demo.now for case in waiting} == {True}
    assert waiting.filter(reminders_sent__gt=0).exists()


def test_numbers_follow_the_order_of_opening(demo):
    opened = Case.objects.order_by("pk").values_list("opened_at", flat=True)

    assert list(opened) == sorted(opened)


def test_every_case_ends_with_its_last_event(demo):
    for case in Case.objects.all():
        events = list(case.events.order_by("created_at", "pk"))
        moves = [event.data["to"] for event in events if "to" in event.data]

        assert [case.opened_at, case.last_activity_at] == [
            events[0].created_at,
            events[-1].created_at,
        ]
        assert case.status == (moves or [Status.AWAITING_ASSIGNMENT])[-1]
        assert case.version == len(events) + 1


def test_every_comment_has_its_event(demo):
    assert CaseEvent.objects.exclude(comment=None).count() == Comment.objects.count()


@pytest.mark.rule("SLA-3")
def test_promises_of_a_first_answer_are_kept_broken_and_running(demo):
    states = Counter(state_of(case, demo.now) for case in Case.objects.all())

    assert states["met"] >= 20
    assert states["missed"] >= 10
    assert states["running"] >= 1
    assert states[None] == 0


def test_nobody_gets_mail_about_the_past(demo):
    assert not OutboxMessage.objects.exists()


MONDAY = datetime(2027, 3, 29, tzinfo=UTC)


@pytest.mark.parametrize("hours", range(0, 7 * 24, 13))
def test_the_past_makes_sense_whenever_it_is_loaded(demo, hours):
    """Neither weekends nor the hour of the day put what happened out of order."""
    now = MONDAY + timedelta(hours=hours, minutes=1)
    world = World(now, demo.people, demo.teams, demo.products, demo.organizations, demo.projects)

    stories = all_stories(world)

    assert [story.case.title for story in stories] == list(
        Case.objects.order_by("pk").values_list("title", flat=True)
    )
    for story in stories:
        times = [event.created_at for event in story.rows[CaseEvent]]
        assert times == sorted(times)
        assert now - timedelta(days=121) < times[0]
        assert times[-1] <= now
        if story.case.status in WAITING_FOR_CUSTOMER:
            assert now < story.case.status_since + SILENCE


def test_one_case_follows_up_another_and_one_was_refiled(demo):
    follow_up = Case.objects.get(follow_up_of__isnull=False)
    refiled = Case.objects.get(refiled_from__isnull=False)

    assert follow_up.follow_up_of.events.last().data == {"case": follow_up.pk}
    assert follow_up.follow_up_of.pk < follow_up.pk
    assert refiled.title == refiled.refiled_from.title
    assert refiled.refiled_from.status == Status.CLOSED
    assert refiled.organization != refiled.refiled_from.organization


def test_one_organization_has_a_dozen_historical_cases(demo):
    assert LegacyCase.objects.filter(organization__slug="acme-commerce").count() == 12
    assert LegacyComment.objects.count() >= 12
