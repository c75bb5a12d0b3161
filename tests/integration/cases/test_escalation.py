"""To the managers: when, by whom, once, and who hears of it."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone

from cases import actions, policy
from cases.lifecycle import Outcome, Status
from cases.models import Escalation, EscalationReason, EventKind
from orgs.staff import ensure_groups
from portal.models import OutboxMessage
from portal.problems import Conflict, NotAllowed, Unprocessable
from portal.tasks import sweep_outbox
from tests.factories import CaseFactory, UserFactory

DUE = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def case(cast):
    """A case of acme whose first response was due long ago; ada works on it."""
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        status=Status.IN_PROGRESS,
        assignee=cast.ada,
        title="Checkout fails",
        watched_by=[cast.max],
        due=DUE,
    )


@pytest.fixture
def managers(cast):
    """meg reads English, mia French; mo is one no more."""
    group = ensure_groups()["Support managers"]
    for name, fields in {"meg": {}, "mia": {"language": "fr"}, "mo": {"is_active": False}}.items():
        person = UserFactory(first_name=name.title(), agent=True, **fields)
        group.user_set.add(person)
        setattr(cast, name, person)
    return cast


def escalate(cast, case, name="sue", details="Nobody calls back."):
    return actions.escalate(
        actor=cast.actor(name), case=case, reason=EscalationReason.CALLBACK, details=details
    )


@pytest.mark.rule("SLA-4")
@pytest.mark.parametrize(
    ("at", "opens"),
    [(DUE - SECOND, False), (DUE, True), (DUE + SECOND, True), (DUE + 90_000 * SECOND, True)],
)
@pytest.mark.parametrize("answered_at", [None, DUE - SECOND])
def test_it_opens_when_the_promised_time_is_over_answered_or_not(
    cast, case, at, opens, answered_at
):
    type(case).objects.filter(pk=case.pk).update(first_responded_at=answered_at)

    with time_machine.travel(at, tick=False):
        assert policy.may_escalate(cast.actor("sue"), case)[0] is opens
        if opens:
            assert escalate(cast, case).case.escalated_at == at
            return
        with pytest.raises(Conflict, match="You can escalate from") as refusal:
            escalate(cast, case)
    assert refusal.value.code == "escalation-too-early"
    assert not Escalation.objects.exists()


@pytest.mark.rule("SLA-4")
def test_without_a_promised_time_it_is_open_at_once(cast):
    assert policy.may_escalate(cast.actor("sue"), cast.case) == (True, "")


@pytest.mark.rule("SLA-5")
def test_the_reasons_are_these_six():
    assert [choice.label for choice in EscalationReason] == [
        "agent communication skills",
        "agent technical knowledge",
        "awaiting callback/update",
        "change in issue urgency",
        "resolution did not meet expectations",
        "time to resolution",
    ]


@pytest.mark.rule("SLA-5")
@pytest.mark.parametrize("details", ["", " \n", "x" * 5_001])
def test_it_needs_details_that_fit(cast, case, details):
    with pytest.raises(Unprocessable):
        escalate(cast, case, details=details)


@pytest.mark.rule("SLA-5")
def test_once_in_each_opening_of_the_case(cast, case):
    escalate(cast, case)
    with pytest.raises(Conflict, match="already") as refusal:
        escalate(cast, case, "olga")
    assert refusal.value.code == "already-escalated"

    actions.conclude(actor=cast.actor("ada"), case=case, outcome=Outcome.OBSOLETE)
    with pytest.raises(Conflict, match="“Closed”"):
        escalate(cast, case)
    case = actions.reopen(actor=cast.actor("sue"), case=case)
    assert (case.opening, case.escalated_at) == (2, None)

    escalate(cast, case, "olga")
    assert [row.opening for row in case.escalations.order_by("pk")] == [1, 2]


@pytest.mark.rule("SLA-5")
def test_the_database_keeps_it_to_one_in_an_opening(cast, case):
    first = escalate(cast, case)
    first.pk = None

    with pytest.raises(IntegrityError, match="escalation_once_for_each_opening"):
        first.save(force_insert=True)


@pytest.mark.rule("ENT-6")
def test_it_needs_the_entitlement(cast, case):
    cast.acme.entitlements.update(suspended_for="billing")

    with pytest.raises(NotAllowed, match="suspended: billing"):
        escalate(cast, case)
    assert "suspended" in policy.may_escalate(cast.actor("sue"), case)[1]


@pytest.mark.rule("ID-3")
def test_it_needs_a_verified_address(cast, case):
    cast.sue.emailaddress_set.update(verified=False)

    with pytest.raises(NotAllowed, match="verify"):
        escalate(cast, case)


@pytest.mark.rule("SLA-6")
def test_it_is_written_down_where_everybody_looks(cast, case):
    escalation = escalate(cast, case)

    case.refresh_from_db()
    event = case.events.get()
    assert case.escalated_at
    assert (event.kind, event.actor, event.side) == (EventKind.ESCALATED, cast.sue, "customer")
    assert event.data == {"escalation": escalation.pk, "reason": "callback"}


@pytest.mark.rule("SLA-6", "NOTE-2")
def test_the_managers_hear_of_it_at_once_in_their_language(managers, case):
    escalate(managers, case, "olga")
    sweep_outbox()

    letters = {letter.to[0].partition("@")[0]: letter for letter in mail.outbox}
    assert set(letters) == {"meg", "mia", "sue", "max"}
    desk = f"http://testserver/admin/cases/case/{case.pk}/change/"
    for name, words in {
        "meg": ["Olga Example escalated", "awaiting callback/update", "Nobody calls back.", desk],
        "mia": ["Olga Example a escaladé", "rappel ou mise à jour en attente", desk],
        "sue": ["Olga Example escalated", f"/o/acme/cases/{case.number}/"],
    }.items():
        assert [word for word in words if word not in " ".join(letters[name].body.split())] == []


@pytest.mark.rule("SLA-6")
def test_who_is_a_manager_no_more_gets_no_mail(managers, case):
    escalate(managers, case)
    managers.meg.groups.clear()

    sweep_outbox()

    assert "meg@example.com" not in [letter.to[0] for letter in mail.outbox]
    states = OutboxMessage.objects.filter(kind="cases.manager").values_list("state", flat=True)
    assert sorted(states) == ["dropped", "sent"]


@pytest.mark.rule("AGENT-4")
def test_a_manager_takes_it_and_answers_it(managers, case):
    escalate(managers, case)

    taken = actions.take_escalation(actor=managers.actor("meg"), case=case)
    assert (taken.taken_by, taken.answered_at) == (managers.meg, None)

    comment = actions.answer_escalation(actor=managers.actor("meg"), case=case, body="Ada calls.")
    taken.refresh_from_db()
    assert (comment.side, comment.body) == ("support", "Ada calls.")
    assert taken.answered_at
    assert taken.answered_by == managers.meg
    kinds = [*case.events.order_by("pk").values_list("kind", flat=True)]
    assert kinds == ["escalated", "escalation_taken", "escalation_answered"]


@pytest.mark.rule("AGENT-4")
def test_who_answers_what_nobody_took_takes_it_along(managers, case):
    escalate(managers, case)

    actions.answer_escalation(actor=managers.actor("mia"), case=case, body="Ada calls.")

    assert Escalation.objects.get().taken_by == managers.mia


@pytest.mark.rule("AGENT-4")
def test_another_manager_may_answer_what_one_has_taken(managers, case):
    escalate(managers, case)
    actions.take_escalation(actor=managers.actor("meg"), case=case)

    actions.answer_escalation(actor=managers.actor("mia"), case=case, body="Ada calls.")

    escalation = Escalation.objects.get()
    assert (escalation.taken_by, escalation.answered_by) == (managers.meg, managers.mia)


@pytest.mark.rule("AGENT-4")
def test_it_is_taken_once_and_answered_once(managers, case):
    escalate(managers, case)
    meg, mia = managers.actor("meg"), managers.actor("mia")
    actions.take_escalation(actor=meg, case=case)

    with pytest.raises(Conflict, match="Meg Example has taken"):
        actions.take_escalation(actor=mia, case=case)
    actions.answer_escalation(actor=meg, case=case, body="Ada calls.")
    with pytest.raises(Conflict) as refusal:
        actions.answer_escalation(actor=mia, case=case, body="Me too.")
    assert refusal.value.code == "no-escalation"
    with pytest.raises(Conflict):
        actions.take_escalation(actor=mia, case=case)
    assert case.comments.count() == 1


@pytest.mark.rule("AGENT-4")
@pytest.mark.parametrize("name", ["ada", "sue", "olga"])
def test_nobody_but_managers_takes_or_answers(managers, case, name):
    escalate(managers, case)

    with pytest.raises(NotAllowed):
        actions.take_escalation(actor=managers.actor(name), case=case)
    with pytest.raises(NotAllowed):
        actions.answer_escalation(actor=managers.actor(name), case=case, body="Let me.")


def test_an_agent_escalates_nothing(cast, case):
    with pytest.raises(NotAllowed):
        escalate(cast, case, "ada")


def test_the_refusal_names_the_moment_in_the_readers_zone(cast, case):
    with (
        time_machine.travel(DUE - SECOND, tick=False),
        timezone.override("Asia/Tokyo"),
    ):
        assert "21 Nov 2026, 00:00" in policy.may_escalate(cast.actor("sue"), case)[1]
