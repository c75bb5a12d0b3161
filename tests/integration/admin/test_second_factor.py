"""The vendor's people enter the desk with a second factor only (ID-2)."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
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
def test_with_it_the_desk_is_open(at_desk, desk):
    totp.TOTP.activate(desk.ada, totp.generate_totp_secret())

    assert at_desk("ada").get(QUEUE).status_code == 200


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
