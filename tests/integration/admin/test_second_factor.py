"""The vendor's people enter the desk with a second factor only (ID-2)."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.urls import reverse

QUEUE = "/admin/cases/case/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.STAFF_NEEDS_MFA = True


@pytest.mark.rule("ID-2")
@pytest.mark.parametrize("name", ["ada", "meg", "vera", "root"])
def test_nobody_enters_the_desk_with_a_password_alone(at_desk, name):
    answer = at_desk(name).get(QUEUE, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    assert "Set up a second factor first" in answer.text


@pytest.mark.rule("ID-2")
def test_no_address_of_the_desk_acts_without_it(at_desk, desk):
    client = at_desk("ada")

    client.post(f"/admin/cases/case/{desk.case.pk}/note/", {"body": "Sneaked in"})

    assert not desk.case.internal_notes.exists()


@pytest.mark.rule("ID-2")
def test_with_it_the_desk_is_open_once_this_session_used_it(at_desk, desk):
    """A session may be older than the factor, or come from somewhere else."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(desk.ada, secret)
    client = at_desk("ada")

    answer = client.get(QUEUE)
    assert answer.url == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Fcases%2Fcase%2F"

    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    assert client.post(answer.url, {"code": code}).url == QUEUE
    assert client.get(QUEUE).status_code == 200


def test_who_has_a_passkey_only_is_asked_for_that(at_desk, desk):
    Authenticator.objects.create(user=desk.ada, type="webauthn", data={"name": "Key"})

    assert at_desk("ada").get(QUEUE).url.startswith("/accounts/2fa/webauthn/reauthenticate/")


def test_what_factors_are_made_of_is_encrypted(desk, settings):
    secret = totp.generate_totp_secret()
    row = totp.TOTP.activate(desk.ada, secret).instance
    codes = RecoveryCodes.activate(desk.ada).instance

    assert row.data["secret"].startswith("fernet:")
    assert codes.data["seed"].startswith("fernet:")
    assert decrypt(row.data["secret"]) == secret
    assert decrypt("KEPTBEFORE") == "KEPTBEFORE"

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert decrypt(row.data["secret"]) == secret
    settings.SECRET_KEY_FALLBACKS = []
    assert decrypt(row.data["secret"]) not in {secret, ""}


def test_recovery_codes_alone_are_no_second_factor(at_desk, desk):
    RecoveryCodes.activate(desk.ada)

    assert at_desk("ada").get(QUEUE).status_code == 302


def test_customers_are_not_asked_for_one(cast, client):
    client.force_login(cast.sue)

    assert client.get("/o/acme/support/").status_code == 200


@pytest.mark.rule("ID-2")
def test_the_sign_in_asks_for_the_factor_before_anything_is_open(desk, client):
    totp.TOTP.activate(desk.ada, totp.generate_totp_secret())

    client.post(reverse("account_login"), {"login": desk.ada.email, "password": "guichet-demo"})

    assert client.get(QUEUE).status_code == 302
    assert "_auth_user_id" not in client.session
