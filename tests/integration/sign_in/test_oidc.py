"""Sign-in by OpenID Connect, at a real provider: allauth's own, on a server of its own thread."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client as Registration
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from orgs import actions
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.integration.sign_in.urls"),
]


@pytest.fixture
def provider(cast, domain, live_server, settings):
    """acme's provider; answers what it says of the person who has signed in there."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    settings.IDP_OIDC_PRIVATE_KEY = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()
    registration = Registration(id="guichet", name="Guichet", skip_consent=True)
    registration.set_secret("a secret of both")
    registration.set_scopes(["openid", "profile", "email"])
    registration.set_redirect_uris(["http://testserver/accounts/oidc/acme/login/callback/"])
    registration.save()
    actions.save_provider(
        actor=cast.actor("sam"),
        kind="openid_connect",
        client_id="guichet",
        secret="a secret of both",
        settings={"server_url": live_server.url},
    )
    return live_server


def begin(client, email="sue@acme.example.com"):
    """From the address to the provider; answers where the browser goes."""
    return client.post("/accounts/company/", {"email": email}).context["url"]


def authorize(url, person):
    """At the provider, as the person; answers where it sends the browser back to."""
    browser = Client()
    browser.force_login(person)
    parts = urlsplit(url)
    return browser.get(f"{parts.path}?{parts.query}")["Location"]


def come_back(client, url, **changes):
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query)) | changes
    return client.get(f"{parts.path}?{urlencode(query)}")


def is_signed_in(client, person):
    return client.session.get("_auth_user_id") == str(person.pk)


def move(person, email):
    EmailAddress.objects.filter(user=person).update(email=email)
    type(person).objects.filter(pk=person.pk).update(email=email)
    person.refresh_from_db()


@pytest.mark.rule("ID-5")
def test_who_has_proved_who_they_are_is_signed_in(cast, client, provider):
    move(cast.sue, "sue@acme.example.com")

    come_back(client, authorize(begin(client), cast.sue))

    assert is_signed_in(client, cast.sue)
    assert client.get("/o/acme/support/").status_code == 200


@pytest.mark.rule("ID-5")
def test_an_address_that_the_provider_vouches_for_is_proved(cast, client, provider):
    """And whoever signed up with it before, without a proof, is locked out."""
    move(cast.sue, "sue@acme.example.com")
    way_back = authorize(begin(client), cast.sue)
    cast.sue.emailaddress_set.update(verified=False)

    come_back(client, way_back)

    cast.sue.refresh_from_db()
    assert is_signed_in(client, cast.sue)
    assert cast.sue.has_verified_email
    assert not cast.sue.has_usable_password()


@pytest.mark.rule("ID-5")
@pytest.mark.parametrize("changes", [{"state": "forged"}, {"code": "forged"}])
def test_a_tampered_answer_signs_nobody_in(cast, client, provider, changes):
    move(cast.sue, "sue@acme.example.com")

    answer = come_back(client, authorize(begin(client), cast.sue), **changes)

    assert "_auth_user_id" not in client.session
    assert answer.status_code == 401


@pytest.mark.rule("ID-5")
def test_an_answer_is_taken_once(cast, client, provider):
    move(cast.sue, "sue@acme.example.com")
    way_back = authorize(begin(client), cast.sue)
    come_back(client, way_back)

    replayed = Client()
    come_back(replayed, way_back)

    assert "_auth_user_id" not in replayed.session


@pytest.mark.rule("ID-5")
def test_the_provider_speaks_for_no_other_domain(cast, client, provider):
    """Else acme's administrators could sign in as anybody."""
    move(cast.eve, "eve@globex.example.com")

    answer = come_back(client, authorize(begin(client), cast.eve))

    assert answer.status_code == 403
    assert "does not speak for this address" in answer.text
    assert "_auth_user_id" not in client.session


@pytest.mark.rule("ID-5")
def test_a_domain_that_was_taken_away_ends_the_sign_in(cast, client, provider, domain):
    move(cast.sue, "sue@acme.example.com")
    come_back(client, authorize(begin(client), cast.sue))
    way_out = Client()
    url = begin(way_out)
    actions.remove_domain(actor=cast.actor("sam"), domain=domain)

    answer = come_back(way_out, authorize(url, cast.sue))

    assert answer.status_code == 403


def test_the_vendors_people_do_not_sign_in_by_a_customers_provider(cast, client, provider):
    agent = UserFactory(email="mole@acme.example.com", is_staff=True)

    answer = come_back(client, authorize(begin(client), agent))

    assert answer.status_code == 403


def test_an_address_without_a_provider_is_told_so(cast, client, provider):
    page = client.post("/accounts/company/", {"email": "x@nowhere.example.com"})

    assert page.status_code == 422
    assert "No organization signs in people with such an address itself." in page.text


@pytest.mark.parametrize("path", ["/nowhere", "/accounts/company/"])
def test_a_provider_that_does_not_answer_as_it_should_is_no_fault_of_ours(
    cast, client, provider, path
):
    app = cast.acme.identity_provider.app
    app.settings["server_url"] += f"{path}/.well-known/openid-configuration"
    app.save()

    page = client.post("/accounts/company/", {"email": "sue@acme.example.com"})

    assert page.status_code == 502
    assert "does not answer as it should" in page.text


def test_no_page_lists_the_providers_of_customers(cast, client, provider):
    client.force_login(cast.eve)

    pages = client.get("/accounts/3rdparty/").text + Client().get("/accounts/login/").text

    assert "Acme" not in pages


@pytest.mark.rule("ID-5")
def test_a_provider_that_is_turned_off_signs_nobody_in(cast, client, provider):
    move(cast.sue, "sue@acme.example.com")
    way_back = authorize(begin(client), cast.sue)
    admin = Client()
    admin.force_login(cast.sam)

    admin.post("/o/acme/sign-in/provider/use/", {"is_active": "0"})

    answer = come_back(client, way_back)
    assert (answer.status_code, "is turned off" in answer.text) == (403, True)
    assert "_auth_user_id" not in client.session
    assert client.post("/accounts/company/", {"email": cast.sue.email}).status_code == 422
    assert "Turned off" in admin.get("/o/acme/sign-in/").text
    admin.post("/o/acme/sign-in/provider/use/", {"is_active": "1"})
    assert begin(client)


@pytest.mark.parametrize("left_out", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_a_provider_that_leaves_keys_out_breaks_no_page(cast, client, provider, left_out):
    move(cast.sue, "sue@acme.example.com")
    way_back = authorize(begin(client), cast.sue)
    app = cast.acme.identity_provider.app
    app.settings["openid_configuration_overrides"] = {left_out: None}
    app.save()

    answer = come_back(client, way_back)
    begun = client.post("/accounts/oidc/acme/login/")

    assert answer.status_code in {302, 401, 502}
    assert begun.status_code in {302, 502}
