"""Twenty who do the same to a case at the same moment: one effect."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import actions
from cases.lifecycle import Status
from cases.models import Case, CaseEvent, Escalation, EscalationReason, EventKind
from cases.tasks import remind_waiting_cases
from orgs.staff import SUPPORT_MANAGERS, ensure_group
from portal.models import OutboxMessage
from portal.problems import Conflict
from tests.factories import CaseFactory, UserFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 20


def told(kind: EventKind) -> int:
    return CaseEvent.objects.filter(kind=kind).count()


def refusals(answers: list) -> list[str]:
    """The codes of those who came too late; anything else that was raised fails the test."""
    raised = [answer for answer in answers if isinstance(answer, Exception)]
    assert [error for error in raised if not isinstance(error, Conflict)] == []
    return sorted({error.code for error in raised} if len(raised) == CROWD - 1 else [])


def waiting(cast, hours: int) -> Case:
    """For the customer, since so many hours; nobody has reminded of it."""
    since = timezone.now() - timedelta(hours=hours)
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        status=Status.PENDING_RESPONSE,
        status_since=since,
        next_reminder_at=since + timedelta(hours=24),
    )


@pytest.mark.rule("CASE-9")
def test_twenty_runs_remind_and_close_once(cast):
    reminded = [waiting(cast, 25) for _ in range(4)]
    closed = [waiting(cast, 150) for _ in range(4)]

    answers = all_at_once([remind_waiting_cases] * CROWD)

    assert answers == [None] * CROWD
    assert told(EventKind.REMINDED) == 4
    assert told(EventKind.AUTO_CLOSED) == 4
    assert {case.events.get().kind for case in reminded} == {"reminded"}
    assert {case.events.get().kind for case in closed} == {"auto_closed"}
    assert OutboxMessage.objects.filter(kind="cases.event").count() == 8


@pytest.mark.rule("SLA-5")
def test_of_twenty_who_escalate_one_does(cast):
    ensure_group(SUPPORT_MANAGERS).user_set.add(UserFactory(agent=True))
    actors = [cast.actor(name) for name in ("sue", "olga", "gus")]

    def act(number: int):
        actions.escalate(
            actor=actors[number % 3],
            case=cast.case,
            reason=EscalationReason.TIME,
            details=f"Too long ({number}).",
        )

    answers = all_at_once([lambda number=number: act(number) for number in range(CROWD)])

    assert refusals(answers) == ["already-escalated"]
    assert Escalation.objects.count() == told(EventKind.ESCALATED) == 1
    assert OutboxMessage.objects.filter(kind="cases.manager").count() == 1


@pytest.mark.rule("AGENT-4")
def test_of_twenty_managers_one_takes_it(cast):
    actions.escalate(
        actor=cast.actor("sue"), case=cast.case, reason=EscalationReason.TIME, details="Long."
    )
    group, actors = ensure_group(SUPPORT_MANAGERS), []
    for number in range(CROWD):
        cast.manager = UserFactory(first_name=f"Meg{number}", agent=True)
        group.user_set.add(cast.manager)
        actors.append(cast.actor("manager"))

    answers = all_at_once(
        [
            lambda actor=actor: actions.take_escalation(actor=actor, case=cast.case)
            for actor in actors
        ]
    )

    assert refusals(answers) == ["escalation-taken"]
    assert told(EventKind.ESCALATION_TAKEN) == 1


@pytest.mark.rule("CASE-5")
def test_of_twenty_who_close_one_does(cast):
    actor = cast.actor("sue")

    answers = all_at_once(
        [lambda: actions.close(actor=actor, case=cast.case, reason="Solved.")] * CROWD
    )

    assert refusals(answers) == ["wrong-status"]
    assert told(EventKind.CLOSED) == cast.case.comments.count() == 1


@pytest.mark.rule("CASE-9")
def test_a_comment_and_the_closing_at_once_leave_one_story(cast):
    """Whoever comes first: answered and open, or closed and the answer refused."""
    case, actor = waiting(cast, 150), cast.actor("sue")

    say, _run = all_at_once(
        [
            lambda: actions.add_comment(actor=actor, case=case, body="2.4.7"),
            remind_waiting_cases,
        ]
    )

    case.refresh_from_db()
    if isinstance(say, Conflict):
        assert (case.status, case.comments.count()) == ("auto_closed", 0)
    else:
        assert (case.status, case.comments.count()) == ("in_progress", 1)
        assert told(EventKind.AUTO_CLOSED) == 0
