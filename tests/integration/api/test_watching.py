"""Watchers, standing watches and muting, for programs: the same rules as on the pages."""

import pytest

from cases.models import CaseMute, EventKind, StandingWatch
from tests.factories import CaseFactory, ProductFactory

HOME = "/api/v1/organizations/acme"


@pytest.fixture
def address(cast):
    return f"{HOME}/cases/{cast.case.number}"


@pytest.mark.rule("API-1", "API-2", "CASE-3")
def test_a_watcher_is_added_listed_and_removed(cast, program, address):
    sue = program("sue")

    added = sue.post(
        f"{address}/watchers",
        {"email": cast.max.email},
        format="json",
        headers={"Idempotency-Key": "1"},
    )
    again = sue.post(
        f"{address}/watchers",
        {"email": cast.max.email},
        format="json",
        headers={"Idempotency-Key": "1"},
    )

    assert (added.status_code, again.status_code) == (201, 200)
    listed = sue.get(f"{address}/watchers").json()
    assert listed == [added.json()] == [again.json()]
    assert listed[0]["email"] == cast.max.email
    assert sue.delete(f"{address}/watchers/{listed[0]['id']}").status_code == 204
    assert sue.delete(f"{address}/watchers/{listed[0]['id']}").status_code == 404
    assert cast.case.events.filter(kind=EventKind.WATCHER_ADDED).count() == 1


@pytest.mark.rule("API-1", "CASE-3", "WIZ-3")
@pytest.mark.parametrize(
    ("email", "code"),
    [
        ("eve@example.com", "not-of-the-organization"),
        ("nobody@example.com", "not-of-the-organization"),
        ("sue@example.com", "is-requester"),
    ],
)
def test_who_cannot_watch_is_refused_with_a_code(cast, program, address, email, code):
    answer = program("sue").post(f"{address}/watchers", {"email": email}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.rule("CASE-8")
def test_a_watcher_is_removed_only_as_the_program_saw_the_case(cast, program, address):
    sue = program("sue")
    pk = sue.post(f"{address}/watchers", {"email": cast.max.email}, format="json").json()["id"]

    stale = sue.delete(f"{address}/watchers/{pk}", headers={"If-Match": '"old"'})

    assert stale.status_code == 412
    assert cast.case.watchers.exists()


#                  olga sam  sue  pat  max  gus  gil  eve  ada
PEOPLE = ("olga", "sam", "sue", "pat", "max", "gus", "gil", "eve", "ada")
EXPECTED = {
    ("get", "/cases/N/watchers", None): (200, 404, 200, 404, 404, 200, 404, 404, 404),
    ("post", "/cases/N/watchers", "max@example.com"): (201, 404, 201, 404, 404, 201, 404, 404, 404),
    ("post", "/cases/N/muting", None): (204, 404, 403, 404, 404, 204, 404, 404, 404),
    ("delete", "/cases/N/muting", None): (204, 404, 204, 404, 404, 204, 404, 404, 404),
    ("get", "/watching", None): (200, 403, 200, 403, 403, 200, 403, 404, 404),
    ("post", "/watching", None): (201, 403, 201, 403, 403, 201, 403, 404, 404),
}


@pytest.mark.rule("API-1", "CASE-3", "ROLE-3")
@pytest.mark.parametrize(
    ("what", "name", "status"),
    [
        (what, name, status)
        for what, row in EXPECTED.items()
        for name, status in zip(PEOPLE, row, strict=True)
    ],
)
def test_who_gets_which_answer(cast, program, what, name, status):
    method, path, email = what
    json = {} if method == "get" else {"format": "json"}

    answer = getattr(program(name), method)(
        HOME + path.replace("N", cast.case.number), {"email": email} if email else {}, **json
    )

    assert answer.status_code == status


@pytest.mark.rule("API-1", "CASE-3")
def test_a_standing_watch_is_added_listed_and_ended(cast, program):
    olga = program("olga")

    added = olga.post(
        f"{HOME}/watching", {"product": cast.product.pk, "priority": 2}, format="json"
    )

    assert added.status_code == 201
    assert added.json()["product"]["name"] == "Commerce Pro"
    assert olga.get(f"{HOME}/watching").json()["results"] == [added.json()]
    own = f"{HOME}/watching/{added.json()['id']}"
    assert program("sue").delete(own).status_code == 404
    assert olga.delete(own).status_code == 204
    assert not StandingWatch.objects.exists()


@pytest.mark.rule("API-1")
@pytest.mark.parametrize("wrong", [{"priority": 4}, {"priority": 0}, {"product": 0}, {"pro": 1}])
def test_a_watch_of_nothing_that_is_offered_is_refused(cast, program, wrong):
    answer = program("olga").post(f"{HOME}/watching", wrong, format="json")

    assert answer.status_code == 422
    assert next(iter(wrong)) in str(answer.json()["errors"])


@pytest.mark.rule("API-1")
def test_a_product_of_others_is_unknown(cast, program):
    answer = program("olga").post(
        f"{HOME}/watching", {"product": ProductFactory().pk}, format="json"
    )

    assert answer.status_code == 422


@pytest.mark.rule("API-1", "CASE-3")
def test_a_case_is_muted_once_and_heard_again(cast, program, address):
    gus = program("gus")

    assert [gus.post(f"{address}/muting").status_code for _twice in range(2)] == [204, 204]
    assert CaseMute.objects.get().user == cast.gus
    assert [gus.delete(f"{address}/muting").status_code for _twice in range(2)] == [204, 204]
    assert not CaseMute.objects.exists()


@pytest.mark.rule("API-1", "ROLE-3")
def test_a_member_may_stop_watching_but_add_nobody(cast, program):
    case = CaseFactory(organization=cast.acme, product=cast.product, watched_by=[cast.max])
    max_, watchers = program("max"), f"{HOME}/cases/{case.number}/watchers"

    assert max_.post(watchers, {"email": cast.olga.email}, format="json").status_code == 403
    assert max_.delete(f"{watchers}/{case.watchers.get().pk}").status_code == 204
    assert max_.get(watchers).status_code == 404
