"""A program says something on a case."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.lifecycle import Status
from portal.models import OutboxMessage
from tests.factories import CaseFactory, UserFactory, give_role


def address(case):
    return f"/api/v1/organizations/acme/cases/{case.number}/comments"


def say(client, case, body="Any news?", **headers):
    return client.post(address(case), {"body": body}, format="json", headers=headers)


@pytest.mark.rule("CASE-2")
def test_a_program_adds_a_comment(cast, program):
    answer = say(program("olga"), cast.case)

    comment = cast.case.comments.get()
    assert answer.status_code == 201
    assert answer.json()["id"] == comment.pk
    assert answer.json()["author"] == {"name": "Olga Example", "side": "customer"}
    assert (comment.author, comment.body) == (cast.olga, "Any news?")
    assert OutboxMessage.objects.filter(kind="cases.event").exists()


@pytest.mark.rule("CASE-2")
@pytest.mark.parametrize("body", ["", "  \n", None, "x" * 50_001, "\0"])
def test_an_empty_or_impossible_comment_is_refused(cast, program, body):
    answer = say(program("sue"), cast.case, body)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["body"]
    assert not cast.case.comments.exists()


def test_a_comment_sets_a_waiting_case_in_progress(cast, program):
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        status=Status.PENDING_RESPONSE,
    )
    say(program("sue"), case)

    case.refresh_from_db()
    assert case.status == Status.IN_PROGRESS


def test_a_closed_case_takes_no_comment(cast, program):
    now = timezone.now()
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        status=Status.CLOSED,
        closed_at=now,
        reopen_until=now + timedelta(hours=336),
    )

    answer = say(program("sue"), case)

    assert (answer.status_code, answer.json()["code"]) == (409, "case-closed")


@pytest.mark.rule("ID-3")
def test_an_unverified_person_adds_no_comment(cast, program):
    cast.una = UserFactory(first_name="Una", unverified=True)
    give_role(cast.una, cast.acme, "support_admin")

    answer = say(program("una"), cast.case)

    assert (answer.status_code, answer.json()["code"]) == (403, "email-not-verified")


def test_a_watcher_reads_but_does_not_comment(cast, program):
    case = CaseFactory(
        organization=cast.acme, product=cast.product, requester=cast.sue, watched_by=[cast.max]
    )
    max_ = program("max")

    assert max_.get(address(case)).status_code == 200
    assert say(max_, case).status_code == 403


def test_the_same_comment_with_the_same_key_is_made_once(cast, program):
    sue = program("sue")
    first = say(sue, cast.case, **{"Idempotency-Key": "c-1"})
    again = say(sue, cast.case, **{"Idempotency-Key": "c-1"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert cast.case.comments.count() == 1


def test_the_repetition_is_answered_after_the_case_was_closed(cast, program):
    sue = program("sue")
    first = say(sue, cast.case, **{"Idempotency-Key": "c-1"})
    now = timezone.now()
    cast.case.status, cast.case.closed_at = Status.CLOSED, now
    cast.case.reopen_until = now + timedelta(hours=336)
    cast.case.save()

    again = say(sue, cast.case, **{"Idempotency-Key": "c-1"})

    assert (again.status_code, again.json()) == (200, first.json())


def test_a_key_of_one_case_does_not_stand_for_another(cast, program):
    other = CaseFactory(organization=cast.acme, product=cast.product, requester=cast.sue)
    sue = program("sue")
    say(sue, cast.case, **{"Idempotency-Key": "c-1"})

    answer = say(sue, other, **{"Idempotency-Key": "c-1"})

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


def test_without_a_key_every_comment_counts(cast, program):
    sue = program("sue")
    say(sue, cast.case)
    say(sue, cast.case)

    assert cast.case.comments.count() == 2
