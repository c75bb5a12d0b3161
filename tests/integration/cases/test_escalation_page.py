"""The page that brings a case to the managers, and what shows that it was."""

import datetime

import pytest
import time_machine

from cases import actions
from cases.lifecycle import Outcome, Status
from cases.models import Escalation
from tests.factories import CaseFactory, UserFactory

DUE = datetime.datetime(2026, 11, 20, 15, 0, tzinfo=datetime.UTC)
BEFORE, AFTER = DUE - datetime.timedelta(seconds=1), DUE + datetime.timedelta(hours=1)
WORDS = {"reason": "callback", "details": "Nobody *calls* back."}


@pytest.fixture
def case(cast):
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        status=Status.IN_PROGRESS,
        assignee=cast.ada,
        due=DUE,
        watched_by=[cast.max],
    )


def at(case) -> str:
    return f"{case.get_absolute_url()}escalation/"


@pytest.mark.rule("SLA-5")
def test_the_dialog_asks_in_these_words(sue, case):
    page = sue.get(at(case)).text

    for words in (
        "Are you sure you want to escalate this case?",
        "This cannot be undone.",
        "agent communication skills",
        "agent technical knowledge",
        "awaiting callback/update",
        "change in issue urgency",
        "resolution did not meet expectations",
        "time to resolution",
        ">Escalate</button>",
    ):
        assert words in page, words
    assert page.count('type="radio"') == 6
    assert not Escalation.objects.exists()


@pytest.mark.rule("SLA-5", "SLA-6")
def test_it_is_escalated_and_marked_on_page_list_and_timeline(sue, case):
    answer = sue.post(at(case), WORDS, follow=True)

    assert answer.redirect_chain == [(case.get_absolute_url(), 302)]
    assert "Escalated to management" in answer.text
    assert "Nobody <em>calls</em> back." in answer.text
    assert "Case escalated · Sue Example · awaiting callback/update" in answer.text
    assert "The support managers were told" in answer.text
    assert "Escalate to management<" not in answer.text
    assert "Escalated" in sue.get("/o/acme/cases/").text
    assert "Escalated" in sue.get("/o/acme/support/").text


@pytest.mark.rule("SLA-5")
@pytest.mark.parametrize(
    ("change", "message", "field"),
    [
        ({"details": " "}, "Say what happened.", "id_details"),
        ({"details": "x" * 5_001}, "at most 5000 characters", "id_details"),
        ({"reason": ""}, "Choose a reason.", "id_reason_0"),
        ({"reason": "rudeness"}, "rudeness is not one of the available choices", "id_reason_0"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(
    sue, case, change, message, field
):
    answer = sue.post(at(case), WORDS | change)

    assert answer.status_code == 422
    assert answer.text.count(message) == 2
    assert f'href="#{field}"' in answer.text
    assert "Nobody *calls* back." in answer.text or "details" in change
    assert "checked" in answer.text or "reason" in change
    assert not Escalation.objects.exists()


@pytest.mark.rule("SLA-4")
@pytest.mark.parametrize(
    ("moment", "status", "disabled"), [(BEFORE, 409, True), (DUE, 200, False), (AFTER, 200, False)]
)
def test_before_the_moment_the_button_is_disabled_and_says_from_when(
    sue, cast, case, moment, status, disabled
):
    cast.sue.time_zone = "Asia/Kolkata"
    cast.sue.save()

    with time_machine.travel(moment, tick=False):
        page = sue.get(case.get_absolute_url()).text
        answer = sue.get(at(case))

    assert ('aria-disabled="true"' in page) is disabled
    assert ("from 20 Nov 2026, 20:30" in page) is disabled
    assert answer.status_code == status
    assert ("from 20 Nov 2026, 20:30" in answer.text) is disabled


@pytest.mark.rule("SLA-4", "SLA-5")
def test_at_the_wrong_time_it_is_refused(sue, cast, case):
    with time_machine.travel(BEFORE, tick=False):
        assert sue.post(at(case), WORDS).status_code == 409
    assert sue.post(at(case), WORDS).status_code == 302
    assert sue.post(at(case), WORDS).status_code == 409
    actions.conclude(actor=cast.actor("ada"), case=case, outcome=Outcome.OBSOLETE)
    assert sue.get(at(case)).status_code == 409
    assert Escalation.objects.count() == 1


@pytest.mark.rule("CASE-8")
def test_what_was_typed_is_kept_when_somebody_came_first(sue, cast, case):
    with time_machine.travel(AFTER):
        actions.conclude(actor=cast.actor("ada"), case=case, outcome=Outcome.CONFIRMED)
        closed = sue.post(at(case), WORDS)
        actions.reopen(actor=cast.actor("olga"), case=case)
        actions.escalate(actor=cast.actor("olga"), case=case, reason="time", details="Slow.")
        twice = sue.post(at(case), WORDS)

    for answer, button in ((closed, "Reopen case"), (twice, "Add comments")):
        assert answer.status_code == 409
        assert WORDS["details"] in answer.text
        assert f">{button}</button>" in answer.text
    assert Escalation.objects.count() == 1


@pytest.mark.rule("ENT-6")
def test_without_entitlement_the_button_says_why(sue, cast, case):
    cast.acme.entitlements.update(suspended_for="billing")

    page = sue.get(case.get_absolute_url()).text

    assert "suspended: billing" in page
    assert 'aria-disabled="true"' in page
    assert sue.post(at(case), WORDS).status_code == 403


@pytest.mark.rule("SLA-5")
def test_after_a_reopening_it_can_be_escalated_again(sue, cast, case):
    sue.post(at(case), WORDS)
    sue.post(f"{case.get_absolute_url()}closure/")
    assert "Escalated to management" in sue.get(case.get_absolute_url()).text

    page = sue.post(f"{case.get_absolute_url()}reopening/", follow=True).text

    assert "Escalated to management" not in page
    assert 'id="escalate-case"' in page


@pytest.mark.rule("AGENT-4")
def test_the_page_tells_who_takes_care_of_it_and_that_it_was_answered(sue, cast, case):
    sue.post(at(case), WORDS)
    meg = UserFactory(first_name="Meg", agent=True, is_superuser=True)
    cast.meg = meg

    actions.take_escalation(actor=cast.actor("meg"), case=case)
    assert "Meg Example takes care of it" in sue.get(case.get_absolute_url()).text

    actions.answer_escalation(actor=cast.actor("meg"), case=case, body="Ada calls at noon.")
    page = sue.get(case.get_absolute_url()).text
    assert "Answered" in page
    assert "Ada calls at noon." in page


def test_who_only_reads_sees_the_mark_but_no_button(client, cast, case, sue):
    sue.post(at(case), WORDS)
    client.force_login(cast.max)

    page = client.get(case.get_absolute_url()).text

    assert "Escalated to management" in page
    assert "Escalate to management" not in page
    assert client.get(at(case)).status_code == 403


@pytest.mark.rule("CASE-9")
def test_a_waiting_case_says_when_it_closes(sue, cast, case):
    with time_machine.travel(AFTER, tick=False):
        actions.change_status(
            actor=cast.actor("ada"), case=case, verb="propose_solution", body="Update."
        )

    assert "26 Nov 2026, 16:00" in sue.get(case.get_absolute_url()).text
