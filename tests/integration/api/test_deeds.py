"""A program closes, reopens and escalates."""

import datetime

import pytest
from django.utils import timezone

from cases.lifecycle import Status
from cases.models import Escalation
from tests.factories import CaseFactory

ANYHOW = {"If-Match": "*"}
WORDS = {"reason": "callback", "details": "Nobody calls back."}


def do(client, case, noun, body=None, **headers):
    address = f"/api/v1/organizations/acme/cases/{case.number}/{noun}"
    return client.post(address, body or {}, format="json", headers=headers)


@pytest.fixture
def closed(cast):
    at = timezone.now()
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        status=Status.CLOSED,
        closed_at=at,
        reopen_until=at + datetime.timedelta(hours=336),
    )


@pytest.mark.rule("API-1", "CASE-5", "CASE-6")
def test_a_program_closes_and_reopens(cast, program):
    sue = program("sue")

    answer = do(sue, cast.case, "closure", {"reason": "A restart helped."}, **ANYHOW)
    assert (answer.status_code, answer.json()["status"]) == (201, "closed")
    assert cast.case.comments.get().body == "A restart helped."

    answer = do(sue, cast.case, "reopening", **{"If-Match": answer["ETag"]})
    assert (answer.status_code, answer.json()["status"]) == (201, "awaiting_assignment")
    assert cast.case.comments.count() == 1


@pytest.mark.rule("API-1", "SLA-5", "SLA-6")
def test_a_program_escalates(cast, program):
    answer = do(program("olga"), cast.case, "escalation", WORDS)

    assert answer.status_code == 201
    assert answer.json()["escalated_at"]
    row = Escalation.objects.get()
    assert (row.reason, row.details, row.raised_by) == (*WORDS.values(), cast.olga)


@pytest.mark.rule("API-2")
@pytest.mark.parametrize(
    ("noun", "body", "headers"),
    [("closure", {}, ANYHOW), ("escalation", WORDS, {})],
)
def test_the_same_with_the_same_key_is_done_once(cast, program, noun, body, headers):
    sue, headers = program("sue"), headers | {"Idempotency-Key": "k-1"}
    first = do(sue, cast.case, noun, body, **headers)
    again = do(sue, cast.case, noun, body, **headers)
    without = do(sue, cast.case, noun, body, **ANYHOW)

    assert [one.status_code for one in (first, again, without)] == [201, 200, 409]
    assert first.json() == again.json()
    assert cast.case.events.count() == 1


@pytest.mark.rule("CASE-8")
@pytest.mark.parametrize("noun", ["closure", "reopening"])
def test_what_moves_a_case_wants_to_know_what_one_saw(cast, program, closed, noun):
    case = cast.case if noun == "closure" else closed
    sue = program("sue")

    assert do(sue, case, noun).status_code == 428
    assert do(sue, case, noun, **{"If-Match": '"old"'}).status_code == 412


@pytest.mark.rule("CASE-8")
def test_an_escalation_may_say_what_one_saw(cast, program):
    sue = program("sue")

    assert do(sue, cast.case, "escalation", WORDS, **{"If-Match": '"old"'}).status_code == 412
    assert do(sue, cast.case, "escalation", WORDS).status_code == 201


@pytest.mark.rule("SLA-5")
@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"reason": "rudeness"}, ["reason"]),
        ({"details": " "}, ["details"]),
        ({"details": "x" * 5_001}, ["details"]),
        ({"details": None, "reason": None}, ["reason", "details"]),
        ({"priority": 1}, ["priority"]),
    ],
)
def test_wrong_fields_are_named(cast, program, change, fields):
    answer = do(program("sue"), cast.case, "escalation", WORDS | change)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == fields


@pytest.mark.rule("SLA-4", "SLA-5")
def test_the_wrong_time_has_a_code(cast, program, closed):
    sue = program("sue")
    due = timezone.now() + datetime.timedelta(hours=1)
    case = CaseFactory(organization=cast.acme, product=cast.product, due=due)

    early = do(sue, case, "escalation", WORDS)

    assert (early.status_code, early.json()["code"]) == (409, "escalation-too-early")
    for case, noun, body, code in (
        (closed, "escalation", WORDS, "wrong-status"),
        (closed, "closure", {}, "wrong-status"),
        (cast.case, "reopening", {}, "wrong-status"),
    ):
        answer = do(sue, case, noun, body, **ANYHOW)
        assert (answer.status_code, answer.json()["code"]) == (409, code), noun
