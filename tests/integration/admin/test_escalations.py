"""Escalations at the desk: seen by all who see the case, taken and answered by managers."""

import pytest

from cases import actions
from cases.models import Escalation, EscalationReason
from tests.factories import CaseFactory, ProductFactory

QUEUE = "/admin/cases/case/"


@pytest.fixture
def case(desk):
    """sue escalated it; ada's team works on it."""
    case = CaseFactory(organization=desk.acme, product=desk.product, requester=desk.sue, priority=4)
    actions.escalate(
        actor=desk.actor("sue"), case=case, reason=EscalationReason.TIME, details="Two *weeks*."
    )
    return case


def page(client, case) -> str:
    return client.get(f"{QUEUE}{case.pk}/change/").text


def post(client, case, noun, **data):
    return client.post(f"{QUEUE}{case.pk}/{noun}/", data)


def listed(client, **query) -> list[int]:
    return [case.pk for case in client.get(QUEUE, query).context["cl"].result_list]


@pytest.mark.rule("SLA-6", "AGENT-1")
def test_what_is_escalated_comes_first_and_is_marked(desk, at_desk, case):
    critical = CaseFactory(organization=desk.acme, product=desk.product, critical=True)
    client = at_desk("ada")

    assert listed(client) == [case.pk, critical.pk, desk.case.pk]
    assert "Escalated</span>" in client.get(QUEUE).text


@pytest.mark.rule("AGENT-1", "AGENT-4")
def test_the_view_counts_them_and_the_filter_finds_those_that_wait(desk, at_desk, case):
    answered = CaseFactory(organization=desk.acme, product=desk.product)
    CaseFactory(product=ProductFactory(team=desk.other_team))
    actions.escalate(
        actor=desk.actor("sue"), case=answered, reason=EscalationReason.TIME, details="Slow."
    )
    actions.answer_escalation(actor=desk.actor("meg"), case=answered, body="We hurry.")
    client = at_desk("meg")

    view = client.get(QUEUE).context["views"][1]

    assert (str(view.label), view.count) == ("Escalated", 2)
    assert len(listed(client, **view.query)) == 2
    assert listed(client, escalated="unanswered") == [case.pk]


@pytest.mark.rule("AGENT-4")
@pytest.mark.parametrize(
    ("name", "status", "handles"),
    [
        ("ada", 200, False),
        ("ari", 404, False),
        ("meg", 200, True),
        ("vera", 403, False),
        ("root", 200, True),
    ],
)
def test_who_sees_it_and_who_may_take_and_answer_it(desk, at_desk, case, name, status, handles):
    client = at_desk(name)

    answer = client.get(f"{QUEUE}{case.pk}/change/")
    taking = post(client, case, "escalation")
    answering = post(client, case, "escalation-answer", body="We hurry.")

    assert answer.status_code == status
    assert ("Two <em>weeks</em>." in answer.text) is (status == 200)
    assert ("Take the escalation" in answer.text) is handles
    assert ("Answer the escalation" in answer.text) is handles
    refused = {200: 403}.get(status, status)
    assert [taking.status_code, answering.status_code] == ([302, 302] if handles else [refused] * 2)
    assert bool(Escalation.objects.get().answered_at) is handles


@pytest.mark.rule("AGENT-4")
def test_what_is_taken_cannot_be_taken_again_but_answered(desk, at_desk, case):
    post(at_desk("meg"), case, "escalation")
    client = at_desk("root")

    assert "Meg Example takes care of it" in page(client, case)
    assert "Take the escalation" not in page(client, case)
    second = post(client, case, "escalation")
    assert second.status_code == 409
    assert "Meg Example has taken the escalation." in second.text

    post(client, case, "escalation-answer", body="We hurry.")
    assert "Answer the escalation" not in page(client, case)
    assert "answered the escalation" in page(client, case)
    assert case.comments.get().body == "We hurry."


def test_an_empty_answer_is_refused(desk, at_desk, case):
    assert post(at_desk("meg"), case, "escalation-answer", body=" ").status_code == 422
    assert Escalation.objects.get().taken_by is None
