"""Refusals are RFC 9457 problem details, whatever refuses."""

import pytest
from django.db import connection
from rest_framework.views import APIView

from portal.throttling import PersonThrottle
from tests.french import STOP_WORDS, english_in

ME = "/api/v1/me"
CASES = "/api/v1/organizations/acme/cases"


def is_problem(answer, status, code):
    problem = answer.json()
    assert answer.status_code == status == problem["status"]
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["type"] == "about:blank"
    assert problem["code"] == code
    assert {"title", "detail"} <= problem.keys()
    return problem


def test_no_json(program):
    answer = program("sue").post(CASES, "{", content_type="application/json")

    is_problem(answer, 400, "parse-error")


JSON_TRAPS = [
    "[" * 100_000,
    '{"title": NaN}',
    b"\xff\xfe",
    "1" * 5_000,
    '{"priority": "\\ud800"}',
    '{"\\ud800": 1}',
]


@pytest.mark.parametrize("body", JSON_TRAPS)
def test_json_that_is_a_trap(program, body):
    answer = program("sue").post(CASES, body, content_type="application/json")

    assert answer.status_code in {400, 422}


def test_a_body_beyond_the_limit_is_not_read(program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = program("sue").post(CASES, {"title": "x" * 100}, format="json")

    is_problem(answer, 413, "too-large")


def test_another_content_type(program):
    is_problem(program("sue").post(CASES, {"title": "x"}), 415, "unsupported-media-type")


def test_another_answer_than_json_is_wanted(program):
    is_problem(program("sue").get(ME, HTTP_ACCEPT="text/csv"), 406, "not-acceptable")


def test_a_method_that_does_not_exist(program):
    is_problem(program("sue").delete(ME), 405, "method-not-allowed")


def test_a_refused_field_is_named(program):
    problem = is_problem(program("sue").get(f"{CASES}?priority=9"), 422, "invalid")

    [error] = problem["errors"]
    assert (error["field"], error["code"]) == ("priority", "invalid-choice")
    assert "9" in error["detail"]


def test_problems_speak_the_readers_language_but_codes_do_not(program):
    sue = program("sue")
    english = sue.get("/api/v1/nowhere", HTTP_ACCEPT_LANGUAGE="en").json()
    french = sue.get("/api/v1/nowhere", HTTP_ACCEPT_LANGUAGE="fr").json()

    assert english["code"] == french["code"] == "not-found"
    assert english["detail"] != french["detail"]


@pytest.mark.rule("USE-1", "API-2")
@pytest.mark.parametrize(
    ("name", "method", "path", "body", "status"),
    [
        ("sue", "get", "/api/v1/nowhere", None, 404),
        ("sue", "delete", ME, None, 405),
        ("sue", "get", f"{CASES}?priority=9&status=no", None, 422),
        ("sue", "get", f"{CASES}?after=nowhere", None, 422),
        ("sue", "post", CASES, {}, 422),
        ("sue", "post", CASES, {"title": [1], "priority": "urgent", "nonsense": 1}, 422),
        ("sue", "get", "/api/v1/organizations/globex/cases", None, 404),
        ("max", "post", CASES, {"title": "Checkout"}, 403),
        ("max", "get", "/api/v1/organizations/acme/members", None, 403),
        ("sam", "post", "/api/v1/organizations/acme/invitations", {"email": "x"}, 422),
        ("sue", "post", "/api/v1/organizations/acme/shared-access", {}, 403),
    ],
)
def test_a_problem_is_told_in_french(program, name, method, path, body, status):
    """Its title stays the phrase of HTTP, as RFC 9457 has it."""
    send = getattr(program(name), method)

    answer = send(path, body, format="json", HTTP_ACCEPT_LANGUAGE="fr")

    problem = answer.json()
    told = [problem["detail"], problem.get("reason", "")]
    told += [error["detail"] for error in problem.get("errors", ())]
    assert answer.status_code == status
    assert english_in("\n".join(told)) == set()
    assert [words for words in told if STOP_WORDS.search(words)] == []


def test_a_fault_of_ours_tells_no_internals(cast, program):
    sue = program("sue")
    sue.raise_request_exception = False
    with connection.execute_wrapper(_fall_over):
        answer = sue.get(ME)

    problem = is_problem(answer, 500, "fault")
    assert "secret" not in str(problem)


def _fall_over(execute, sql, *rest):
    if "orgs_apitoken" in sql:
        raise RuntimeError("secret table")
    return execute(sql, *rest)


@pytest.fixture
def throttled(monkeypatch, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    monkeypatch.setattr(PersonThrottle, "limit", 2)
    for view in (APIView, *APIView.__subclasses__()):
        monkeypatch.setattr(view, "throttle_classes", [PersonThrottle])


def test_too_many_requests_of_one_person_are_told_when_to_come_back(cast, noon, program, throttled):
    noon.shift(20)
    one, other = program("sue"), program("sue")
    assert [client.get(ME).status_code for client in (one, other)] == [200, 200]

    answer = one.get(ME)

    is_problem(answer, 429, "throttled")
    assert answer["Retry-After"] == "40"
    assert program("olga").get(ME).status_code == 200
    noon.shift(40)
    assert one.get(ME).status_code == 200


@pytest.mark.rule("API-2")
def test_each_answer_says_how_many_are_left(noon, program, throttled):
    noon.shift(20)
    sue = program("sue")

    answers = [sue.get(address) for address in (ME, f"{CASES}/E-999999999", ME)]

    assert [answer.status_code for answer in answers] == [200, 404, 429]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"person";q=2;w=60'}
    assert [answer["RateLimit"] for answer in answers] == [
        '"person";r=1;t=40',
        '"person";r=0;t=40',
        '"person";r=0;t=40',
    ]


def test_without_redis_nobody_is_held_up(program, throttled, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.cache.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    sue = program("sue")

    assert [sue.get(ME).status_code for _time in range(4)] == [200] * 4
