"""Signing up, verifying, coming back: and what nobody learns by trying."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from orgs.models import User
from orgs.notifications.letters import LETTERS
from portal.models import OutboxMessage
from portal.tasks import sweep_outbox
from tests.factories import MembershipFactory, UserFactory

SIGN_UP = {
    "first_name": "Nora",
    "last_name": "New",
    "email": "nora@example.com",
    "password1": "a long enough secret",
}
LINK = re.compile(r"http://testserver(/accounts/\S+)")


def sign_up(client, **data):
    return client.post("/accounts/signup/", SIGN_UP | data)


def sign_in(client, email, password=SIGN_UP["password1"]):
    return client.post("/accounts/login/", {"login": email, "password": password})


def letters() -> list[mail.EmailMultiAlternatives]:
    sweep_outbox()
    return mail.outbox


def link_of(letter) -> str:
    return LINK.search(letter.body)[1]


@pytest.mark.rule("ID-1")
@pytest.mark.parametrize(
    "page",
    [
        "/start/",
        "/account/",
        "/o/acme/",
        "/o/acme/support/",
        "/o/acme/cases/",
        "/o/acme/access/",
        "/o/acme/administrators/",
        "/o/nowhere/support/",
    ],
)
def test_what_is_not_public_asks_to_sign_in(cast, client, page):
    assert client.get(page).url == f"/accounts/login/?next={page}"


@pytest.mark.rule("ID-1")
@pytest.mark.parametrize("page", ["/", "/help/", "/hotline/", "/accounts/login/"])
def test_the_public_pages_are_open(client, db, page):
    assert client.get(page).status_code == 200


@pytest.mark.rule("ID-2", "ID-3")
def test_one_signs_up_verifies_and_comes_in(client, db):
    assert sign_up(client).url == "/accounts/confirm-email/"
    (letter,) = letters()
    assert letter.subject == "Please verify your email address"

    client.post(link_of(letter))
    sign_in(client, "nora@example.com")

    nora = User.objects.get(email="nora@example.com")
    assert nora.has_verified_email
    assert client.get("/start/").status_code == 200


class TestNoHint:
    """ID-2: the same words, whether the address has an account or not."""

    @pytest.mark.rule("ID-2")
    def test_signing_up_again_looks_like_signing_up(self, client, db):
        UserFactory(email="taken@example.com")

        def page(email):
            answer = client.post("/accounts/signup/", SIGN_UP | {"email": email}, follow=True)
            words = re.sub(r"csrf\S+ value=\S+", "", answer.text).replace(email, "…")
            return answer.redirect_chain, words

        assert page("fresh@example.com") == page("taken@example.com")
        assert User.objects.filter(email="taken@example.com").count() == 1

    @pytest.mark.rule("ID-2")
    def test_the_owner_of_the_address_is_told_by_mail(self, client, db):
        UserFactory(email="taken@example.com")

        sign_up(client, email="taken@example.com")

        (letter,) = letters()
        assert (letter.to, letter.subject) == (["taken@example.com"], "You have an account already")

    @pytest.mark.rule("ID-2")
    def test_a_wrong_password_and_a_wrong_address_read_alike(self, client, db):
        UserFactory(email="sue@example.com")

        wrong = [
            sign_in(client, email, "not this one").context["form"].non_field_errors()
            for email in ("sue@example.com", "nobody@example.com")
        ]

        assert wrong[0] == wrong[1]
        assert len(wrong[0]) == 1

    @pytest.mark.rule("ID-2")
    def test_asking_for_a_new_password_reads_alike(self, client, db):
        UserFactory(email="sue@example.com")

        answers = [
            client.post("/accounts/password/reset/", {"email": email})
            for email in ("sue@example.com", "nobody@example.com")
        ]

        assert [answer.url for answer in answers] == ["/accounts/password/reset/done/"] * 2
        assert {letter.to[0]: letter.subject for letter in letters()} == {
            "sue@example.com": "Choose a new password",
            "nobody@example.com": "There is no account with this address",
        }


@pytest.mark.rule("ID-2")
def test_a_new_password_is_chosen_by_the_link(client, db):
    UserFactory(email="sue@example.com")
    client.post("/accounts/password/reset/", {"email": "sue@example.com"})
    (letter,) = letters()

    form = client.get(link_of(letter), follow=True)
    secret = "quite another secret"
    client.post(form.redirect_chain[-1][0], {"password1": secret, "password2": secret})

    assert sign_in(client, "sue@example.com", secret).status_code == 302
    assert "_auth_user_id" in client.session


@pytest.mark.rule("NOTE-4")
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_links_come_from_the_configured_origin_whatever_host_is_asked(client, db, settings, host):
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

    client.post("/accounts/signup/", SIGN_UP, headers={"host": host})

    (letter,) = letters()
    html = letter.alternatives[0].content
    assert "http://testserver/accounts/confirm-email/" in letter.body
    assert host not in letter.body + html


@pytest.mark.rule("NOTE-4")
def test_a_forged_host_is_not_served(client, db):
    answer = client.post("/accounts/signup/", SIGN_UP, headers={"host": "evil.example.com"})

    assert answer.status_code == 400
    assert not OutboxMessage.objects.exists()


class TestUnverified:
    """ID-3: may sign in and read, sees the banner, and is given nothing."""

    @pytest.fixture
    def una(self, cast):
        una = UserFactory(first_name="Una", unverified=True, unlinked=True)
        MembershipFactory(user=una, organization=cast.acme)
        return una

    @pytest.mark.rule("ID-3")
    def test_they_may_sign_in_and_read(self, client, una):
        sign_in(client, una.email, "guichet-demo")

        page = client.get("/o/acme/cases/")

        assert page.status_code == 200
        assert "Please verify your email address" in page.text
        assert 'action="/account/verification/"' in page.text

    @pytest.mark.rule("ID-3")
    def test_the_button_sends_the_mail_again(self, client, una):
        client.force_login(una)

        response = client.post("/account/verification/", {"next": "/o/acme/cases/"})

        assert response.url == "/o/acme/cases/"
        (letter,) = letters()
        client.post(link_of(letter))
        assert una.has_verified_email
        assert "Please verify" not in client.get("/o/acme/cases/").text

    @pytest.mark.rule("ID-3")
    def test_not_more_often_than_the_limit(self, client, una, settings):
        settings.ACCOUNT_RATE_LIMITS = {"confirm_email": "1/3m/key"}
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        client.force_login(una)

        client.post("/account/verification/")
        answer = client.post("/account/verification/", follow=True)

        assert "just now" in answer.text
        assert OutboxMessage.objects.count() == 1

    @pytest.mark.rule("ID-3")
    def test_who_is_verified_gets_no_mail(self, client, cast):
        client.force_login(cast.sue)

        client.post("/account/verification/")

        assert not OutboxMessage.objects.exists()

    def test_a_user_made_elsewhere_can_verify_too(self, client, una):
        EmailAddress.objects.filter(user=una).delete()
        client.force_login(una)

        client.post("/account/verification/")

        client.post(link_of(letters()[0]))
        assert una.has_verified_email

    @pytest.mark.rule("ID-3")
    def test_a_mail_for_what_is_verified_since_is_dropped(self, client, una):
        client.force_login(una)
        client.post("/account/verification/")
        EmailAddress.objects.filter(user=una).update(verified=True)

        assert letters() == []


@pytest.mark.rule("NOTE-3")
def test_the_outbox_keeps_no_key(client, db):
    UserFactory(email="sue@example.com")
    client.post("/accounts/password/reset/", {"email": "sue@example.com"})
    sign_up(client)

    kept = str(list(OutboxMessage.objects.values_list("payload", flat=True)))

    keys = [link_of(letter).rstrip("/").rpartition("/")[2] for letter in letters()]
    assert len(keys) == 2
    assert not any(key in kept for key in keys)


@pytest.mark.rule("NOTE-2", "USE-1")
def test_mails_speak_the_language_of_the_page_or_of_the_person(client, db):
    UserFactory(email="marc@example.com", language="fr")
    sign_up(client)
    client.post("/accounts/password/reset/", {"email": "marc@example.com"})

    html = {letter.to[0]: letter.alternatives[0].content for letter in letters()}

    assert '<html lang="en">' in html["nora@example.com"]
    assert '<html lang="fr">' in html["marc@example.com"]


@pytest.mark.rule("USE-1")
def test_a_new_user_keeps_the_language_and_the_zone_of_the_page(client, db):
    client.cookies["time_zone"] = "Europe%2FParis"

    client.post("/accounts/signup/", SIGN_UP, headers={"accept-language": "fr"})

    nora = User.objects.get(email="nora@example.com")
    assert (nora.language, nora.time_zone) == ("fr", "Europe/Paris")


def test_a_changed_password_is_told_with_time_and_place(client, cast):
    client.force_login(cast.sue)
    change = {"oldpassword": "guichet-demo"} | dict.fromkeys(
        ("password1", "password2"), "another 1"
    )

    client.post("/accounts/password/change/", change, REMOTE_ADDR="203.0.113.9")

    (letter,) = letters()
    assert "The password was changed." in letter.body
    assert "203.0.113.9" in letter.body


def test_every_mail_of_allauth_that_we_can_send_is_worded():
    """Codes by mail are not in use, so their mails are not either."""
    root = Path(allauth.__file__).parent / "templates"
    shipped = {
        str(path.relative_to(root)).removesuffix("_subject.txt")
        for folder in ("account", "mfa", "socialaccount")
        for path in (root / folder / "email").glob("*_subject.txt")
    }

    assert {name for name in shipped if not name.endswith("_code")} == set(LETTERS)
