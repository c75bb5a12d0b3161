"""Programs sign in by a personal token (API-3)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from orgs.models import ApiToken

ME = "/api/v1/me"
COMMENTS = "/api/v1/organizations/acme/cases/{case.number}/comments"


def test_nobody_is_let_in_without_a_token(cast, client):
    answer = client.get(ME)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Guichet"'
    assert answer.json()["code"] == "not-authenticated"


@pytest.mark.rule("API-3")
def test_an_expired_token_is_refused(program):
    answer = program("sue", expires_in=-timedelta(seconds=1)).get(ME)

    assert answer.status_code == 401
    assert answer.json()["code"] == "authentication-failed"


@pytest.mark.rule("API-3")
@pytest.mark.parametrize(
    "header", ["Bearer gui_guessed", "Bearer", "Bearer gui_\u00e9", "bearer x y"]
)
def test_a_wrong_token_is_refused(cast, client, header):
    assert client.get(ME, HTTP_AUTHORIZATION=header.encode().decode("latin-1")).status_code == 401


def test_the_token_of_somebody_who_may_not_sign_in_is_refused(cast, program):
    sue = program("sue")
    cast.sue.is_active = False
    cast.sue.save()

    assert sue.get(ME).status_code == 401


@pytest.mark.rule("API-3")
def test_a_revoked_token_is_refused(cast, program):
    sue = program("sue")
    cast.sue.api_tokens.all().delete()

    assert sue.get(ME).status_code == 401


@pytest.mark.rule("API-3")
def test_the_secret_is_kept_nowhere(cast):
    _row, secret = ApiToken.objects.issue(
        user=cast.sue, name="ci", scope="read", expires_at=timezone.now() + timedelta(days=1)
    )

    kept = ApiToken.objects.values().get()
    assert not any(secret in str(value) for value in kept.values())


@pytest.mark.rule("API-3")
def test_a_token_remembers_when_it_was_last_used(noon, program):
    sue = program("sue")
    sue.get(ME)
    noon.shift(30)
    sue.get(ME)
    assert f"{ApiToken.objects.get().last_used_at:%H:%M:%S}" == "12:00:00"

    noon.shift(31)
    sue.get(ME)

    assert f"{ApiToken.objects.get().last_used_at:%H:%M:%S}" == "12:01:01"


@pytest.mark.rule("API-3")
def test_a_token_for_reading_reads_and_does_not_write(cast, program):
    sue = program("sue", scope="read")
    comments = COMMENTS.format(case=cast.case)

    assert sue.get(comments).status_code == 200
    refused = sue.post(comments, {"body": "Hello"}, format="json")

    assert (refused.status_code, refused.json()["code"]) == (403, "token-scope")
    assert not cast.case.comments.exists()


def test_a_session_reads(cast, client):
    client.force_login(cast.sue)

    answer = client.get(ME)

    assert (answer.status_code, answer.json()["token"]) == (200, None)
    assert answer["Cache-Control"] == "private, no-store"


def test_a_session_writes_with_the_form_token_only(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.sue)
    comments = COMMENTS.format(case=cast.case)
    client.cookies["csrftoken"] = token = "a" * 32

    def post(**headers):
        body = {"body": "Hello"}
        return client.post(comments, body, content_type="application/json", headers=headers)

    assert post().status_code == 403
    assert post(**{"X-CSRFToken": token}).status_code == 201


def test_answers_to_a_token_are_kept_by_no_cache(program):
    assert program("sue").get(ME)["Cache-Control"] == "private, no-store"
