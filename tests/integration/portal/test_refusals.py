"""Each refusal is a page of ours, in the reader's language, and says who can help."""

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from orgs.models import User


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, headers={"accept-language": "fr"})


def is_ours(response, words: str) -> bool:
    frame = "Guichet</title>" in response.text and "css/app.css" in response.text
    return frame and words in response.text and "support@vendor.example.com" in response.text


@pytest.mark.rule("USE-1")
@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (OperationalError("connection refused"), 503, "surchargé"),
        (RuntimeError("a fault of ours"), 500, "de notre côté"),
    ],
)
def test_a_page_without_a_database_speaks_the_language_of_the_browser(
    db, visitor, fault, status, words
):
    visitor.force_login(User.objects.create(email="ana@example.com"))

    def refuse(*args):
        raise fault

    with connection.execute_wrapper(refuse):
        response = visitor.get("/start/")

    assert response.status_code == status
    assert is_ours(response, words)
    assert '<html lang="fr">' in response.text


@pytest.mark.rule("USE-1")
def test_a_form_without_our_proof_says_how_to_send_it_again(db):
    visitor = Client(enforce_csrf_checks=True, headers={"accept-language": "fr"})

    response = visitor.post("/i18n/setlang/", {"language": "fr"})

    assert response.status_code == 403
    assert is_ours(response, "rechargez la page")


def test_who_tries_too_often_is_told_how_long_to_wait(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post(reverse("orgs:company"), {"email": "ana@example.com"})

    response = client.post(reverse("orgs:company"), {"email": "ana@example.com"})

    assert response.status_code == 429
    assert response["Retry-After"] == "300"
    assert is_ours(response, "Wait 5 minutes")


def test_the_address_of_a_form_says_so_to_who_only_looks(client):
    response = client.get("/i18n/setlang/")

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert is_ours(response, "only takes what forms send")


def test_a_stranger_hears_who_gives_access(client, db):
    response = client.get("/nothing/here/")

    assert response.status_code == 404
    assert is_ours(response, "system admins")


@pytest.mark.parametrize("name", ["favicon.ico", "favicon.svg", "apple-touch-icon.png"])
def test_each_mark_of_the_head_is_there(client, name):
    page = client.get("/nothing/here/").text

    assert f'href="/static/{name}"' in page
    assert finders.find(name)


@pytest.mark.parametrize("path", ["audit/", "cases/{number}/readers/"])
def test_who_may_not_read_the_records_hears_who_may(cast, client, path):
    client.force_login(cast.sue)

    response = client.get("/o/acme/" + path.format(number=cast.case.number))

    assert response.status_code == 403
    assert "Only the account owner and the system admins" in response.text
    assert "sam@example.com" in response.text
