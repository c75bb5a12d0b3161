"""The local mailbox: what was sent, to be read in a browser (only with DEBUG)."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import include, path

from portal import mailbox
from portal.urls import urlpatterns as portal_urls

urlpatterns = [*portal_urls, path("_mail/", include("portal.mailbox_urls"))]
"""As with DEBUG, which no test has."""

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

HTML = "<html><head></head><body><a href='http://testserver/help/'>Help</a></body></html>"


@pytest.fixture
def stem(settings, tmp_path):
    settings.MAIL_DIR = str(tmp_path)
    settings.EMAIL_BACKEND = "portal.mailbox.FolderBackend"
    letter = EmailMultiAlternatives(
        "Größe: [E-000000001]", "See http://testserver/help/ <b>", to=["sue@example.com"]
    )
    letter.attach_alternative(HTML, "text/html")
    letter.send()
    return next(mailbox.newest())[0]


def test_it_lists_what_was_sent(client, stem):
    page = client.get("/_mail/").text

    assert "Größe: [E-000000001]" in page
    assert "sue@example.com" in page
    assert f'href="/_mail/{stem}/"' in page


def test_an_empty_one_says_so(client, settings, tmp_path):
    settings.MAIL_DIR = str(tmp_path / "nothing")

    assert "No mail yet" in client.get("/_mail/").text


def test_a_mail_shows_its_text_with_links_and_its_letter_in_a_frame(client, stem):
    response = client.get(f"/_mail/{stem}/")

    assert '<a href="http://testserver/help/"' in response.text
    assert "&lt;b&gt;" in response.text
    assert f'src="/_mail/{stem}/html/"' in response.text
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_letter_runs_nothing_and_its_links_leave_the_frame(client, stem):
    response = client.get(f"/_mail/{stem}/html/")

    assert '<base target="_top">' in response.text
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "allow-scripts" not in policy


@pytest.mark.parametrize("stem", ["nothing", "..", "%2e%2e", "1-2.eml", "-", "1--2", "1" * 3000])
def test_nothing_else_is_read(client, settings, tmp_path, stem):
    settings.MAIL_DIR = str(tmp_path)

    assert client.get(f"/_mail/{stem}/").status_code == 404


@pytest.mark.urls("portal.urls")
def test_without_debug_there_is_none(client):
    assert client.get("/_mail/").status_code == 404
