"""A program changes a case as it saw it, or is shown how the case stands now."""

import pytest

from cases import actions

WORDS = {"body": "Any news?"}


@pytest.fixture
def address(cast):
    return f"/api/v1/organizations/acme/cases/{cast.case.number}"


def say(client, address, **headers):
    return client.post(f"{address}/comments", WORDS, format="json", headers=headers)


@pytest.mark.rule("CASE-8", "API-2")
@pytest.mark.parametrize("wrap", ["{}", "W/{}", '"other", {}', "*"])
def test_who_saw_the_newest_state_may_change_it(cast, program, address, wrap):
    sue = program("sue")
    seen = sue.get(address)["ETag"]

    assert seen.startswith('"')
    assert say(sue, address, **{"If-Match": wrap.format(seen)}).status_code == 201


@pytest.mark.rule("CASE-8", "API-2")
def test_who_comes_second_is_shown_the_newer_state(cast, program, address):
    sue = program("sue")
    seen = sue.get(address)["ETag"]
    actions.add_comment(actor=cast.actor("olga"), case=cast.case, body="Solved.")

    answer = say(sue, address, **{"If-Match": seen})

    problem, now = answer.json(), sue.get(address)
    assert (answer.status_code, problem["status"], problem["code"]) == (412, 412, "stale")
    assert (problem["case"], answer["ETag"]) == (now.json(), now["ETag"])
    assert say(sue, address, **{"If-Match": answer["ETag"]}).status_code == 201


@pytest.mark.rule("API-2")
@pytest.mark.parametrize("tag", ['"other"', 'W/"other"', "nonsense", '""'])
def test_a_tag_that_was_never_ours_matches_nothing(cast, program, address, tag):
    answer = say(program("sue"), address, **{"If-Match": tag})

    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert answer.json()["case"]["number"] == cast.case.number
    assert not cast.case.comments.exists()


@pytest.mark.rule("API-2")
def test_a_repetition_is_answered_though_the_first_one_changed_the_case(cast, program, address):
    sue = program("sue")
    headers = {"If-Match": sue.get(address)["ETag"], "Idempotency-Key": "k-1"}

    first, again = say(sue, address, **headers), say(sue, address, **headers)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


@pytest.mark.rule("API-2")
def test_the_tag_tells_of_what_no_version_counts(cast, program, address):
    sue = program("sue")
    before = sue.get(address)["ETag"]

    cast.product.name = "Commerce Next"
    cast.product.save()

    assert sue.get(address)["ETag"] != before


@pytest.mark.rule("API-2")
def test_a_strangers_condition_learns_nothing(cast, program, address):
    answer = say(program("eve"), address, **{"If-Match": '"other"'})

    assert answer.status_code == 404
