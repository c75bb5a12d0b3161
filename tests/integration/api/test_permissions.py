"""Who gets which answer where: the matrix of the specification, over the API, by hand."""

import json

import pytest

from tests.factories import CaseFactory

ORGANIZATION = "/api/v1/organizations/acme"

PEOPLE = ("olga", "sam", "sue", "pat", "max", "gus", "gil", "eve", "ada")

# `own` is a case that the person watches, `theirs` one of somebody else.
#                                   olga sam  sue  pat  max  gus  gil  eve  ada
EXPECTED = {
    ("GET", ""):                   (200, 200, 200, 200, 200, 200, 200, 404, 404),
    ("GET", "/access"):            (200, 200, 200, 200, 200, 200, 200, 404, 404),
    ("GET", "/announcements"):     (200, 200, 200, 200, 200, 200, 200, 404, 404),
    ("GET", "/products"):          (200, 403, 200, 403, 403, 200, 403, 404, 404),
    ("GET", "/cases"):             (200, 200, 200, 200, 200, 200, 403, 404, 404),
    ("POST", "/cases"):            (201, 403, 201, 403, 403, 201, 403, 404, 404),
    ("GET", "/cases/theirs"):      (200, 404, 200, 404, 404, 200, 404, 404, 404),
    ("GET", "/cases/theirs/comments"):  (200, 404, 200, 404, 404, 200, 404, 404, 404),
    ("POST", "/cases/theirs/comments"): (201, 404, 201, 404, 404, 201, 404, 404, 404),
    ("GET", "/cases/own"):         (200, 200, 200, 200, 200, 200, 404, 404, 404),
    ("GET", "/cases/own/comments"):  (200, 200, 200, 200, 200, 200, 404, 404, 404),
    ("POST", "/cases/own/comments"): (201, 403, 201, 403, 403, 201, 404, 404, 404),
    ("POST", "/cases/theirs/closure"):    (201, 404, 201, 404, 404, 201, 404, 404, 404),
    ("POST", "/cases/theirs/reopening"):  (409, 404, 409, 404, 404, 409, 404, 404, 404),
    ("POST", "/cases/theirs/escalation"): (201, 404, 201, 404, 404, 201, 404, 404, 404),
    ("POST", "/cases/own/closure"):    (201, 403, 201, 403, 403, 201, 404, 404, 404),
    ("POST", "/cases/own/reopening"):  (409, 403, 409, 403, 403, 409, 404, 404, 404),
    ("POST", "/cases/own/escalation"): (201, 403, 201, 403, 403, 201, 404, 404, 404),
    ("PUT", "/cases/own"):         (405, 405, 405, 405, 405, 405, 405, 404, 404),
    ("DELETE", "/cases/own"):      (405, 405, 405, 405, 405, 405, 405, 404, 404),
    ("GET", "/legacy-cases"):      (200, 403, 200, 403, 403, 200, 403, 404, 404),
    ("POST", "/legacy-cases"):     (405, 405, 405, 405, 405, 405, 405, 404, 404),
    ("OPTIONS", "/cases"):         (405, 405, 405, 405, 405, 405, 405, 404, 404),
}  # fmt: skip

BODIES = {
    "cases": {"title": "Checkout fails", "description": "Since noon.", "priority": 3},
    "comments": {"body": "Hello"},
    "escalation": {"reason": "time", "details": "Two weeks."},
}

ROWS = [
    (method, path, name, status)
    for (method, path), statuses in EXPECTED.items()
    for name, status in zip(PEOPLE, statuses, strict=True)
]


@pytest.mark.rule("ROLE-2", "ROLE-3")
@pytest.mark.parametrize(("method", "path", "name", "status"), ROWS)
def test_who_gets_which_answer(cast, program, method, path, name, status):
    own = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.olga,
        watched_by=[getattr(cast, name)],
    )
    path = path.replace("theirs", cast.case.number).replace("own", own.number)
    body = BODIES.get(path.rpartition("/")[2], {})
    if path == "/cases":
        body = body | {"product": cast.product.pk}

    answer = program(name).generic(
        method,
        ORGANIZATION + path,
        json.dumps(body),
        content_type="application/json",
        headers={"If-Match": "*"},
    )

    assert answer.status_code == status


@pytest.mark.parametrize("path", ["", "/access", "/products", "/cases", "/cases/E-000000001"])
def test_nobody_gets_in_without_signing_in(cast, client, path):
    assert client.get(ORGANIZATION + path).status_code == 401


@pytest.mark.rule("SHA-2")
@pytest.mark.parametrize("path", ["/administrators", "/grants"])
def test_grants_have_no_address(program, path):
    assert program("sam").post(ORGANIZATION + path, {}, format="json").status_code == 404
