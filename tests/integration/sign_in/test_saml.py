"""Sign-in by SAML: answers signed by a provider of our own, and what becomes of tampered ones."""

import base64
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from lxml import etree
from signxml import XMLSigner, methods

from orgs.models import Membership, User

ACS = "http://support.example.com/accounts/saml/acme/acs/"
AUDIENCE = "http://support.example.com/accounts/saml/acme/metadata/"
ISSUER = "https://idp.acme.example.com/saml"
EMAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"

RESPONSE = """\
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
    xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{response}" Version="2.0"
    IssueInstant="{now}" Destination="{acs}" InResponseTo="{asked}">
  <saml:Issuer>{issuer}</saml:Issuer>
  <samlp:Status>
    <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>
  </samlp:Status>
  {assertion}
</samlp:Response>"""

ASSERTION = """\
<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{assertion}"
    Version="2.0" IssueInstant="{now}">
  <saml:Issuer>{issuer}</saml:Issuer>
  <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="placeholder"/>
  <saml:Subject>
    <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{uid}</saml:NameID>
    <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
      <saml:SubjectConfirmationData InResponseTo="{asked}" NotOnOrAfter="{later}"
          Recipient="{acs}"/>
    </saml:SubjectConfirmation>
  </saml:Subject>
  <saml:Conditions NotBefore="{earlier}" NotOnOrAfter="{later}">
    <saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>
  </saml:Conditions>
  <saml:AuthnStatement AuthnInstant="{now}" SessionIndex="{assertion}">
    <saml:AuthnContext>
      <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>
    </saml:AuthnContext>
  </saml:AuthnStatement>
  <saml:AttributeStatement>
    <saml:Attribute Name="{name}">
      <saml:AttributeValue>{email}</saml:AttributeValue>
    </saml:Attribute>
  </saml:AttributeStatement>
</saml:Assertion>"""


class Provider:
    """Signs what it says with a key whose certificate acme has given to the portal."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.acme.example.com")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(self.key, hashes.SHA256())
        )
        self.pem = certificate.public_bytes(serialization.Encoding.PEM).decode()

    def answer(self, asked, *, uid="u-1", email="wim@acme.example.com", ago=timedelta(), **instead):
        """A signed answer to the request of that id, as the browser posts it."""
        now = datetime.now(UTC) - ago
        words = {
            "asked": asked,
            "uid": uid,
            "email": email,
            "name": EMAIL,
            "acs": ACS,
            "issuer": ISSUER,
            "audience": AUDIENCE,
            "response": f"r{uuid4().hex}",
            "assertion": f"a{uuid4().hex}",
            "now": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "earlier": f"{now - timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}",
            "later": f"{now + timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}",
        } | instead
        signer = XMLSigner(
            method=methods.enveloped,
            signature_algorithm="rsa-sha256",
            digest_algorithm="sha256",
            c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
        )
        assertion = etree.fromstring(ASSERTION.format(**words))
        signed = signer.sign(
            assertion, key=self.key, cert=self.pem, reference_uri=words["assertion"]
        )
        text = etree.tostring(signed).decode()
        return RESPONSE.format(**(words | {"assertion": text}))


def browser():
    """One that says which host it asks, as all do."""
    return Client(headers={"host": "support.example.com"})


@pytest.fixture
def client(settings):
    settings.ALLOWED_HOSTS = ["support.example.com"]
    return browser()


@pytest.fixture(scope="module")
def theirs():
    return Provider()


@pytest.fixture
def saml(cast, client, domain, theirs):
    client.force_login(cast.sam)
    answer = client.post(
        "/o/acme/sign-in/provider/",
        {
            "kind": "saml",
            "entity_id": ISSUER,
            "sso_url": "https://idp.acme.example.com/sso",
            "certificate": theirs.pem,
        },
    )
    assert answer.status_code == 302
    client.logout()
    return theirs


def begin(client):
    """Asks at the provider; answers the id of the request."""
    url = client.post("/accounts/company/", {"email": "wim@acme.example.com"}).context["url"]
    packed = base64.b64decode(parse_qs(urlsplit(url).query)["SAMLRequest"][0])
    return etree.fromstring(zlib.decompress(packed, -15)).get("ID")


def post(client, answer):
    coded = base64.b64encode(answer.encode()).decode()
    return client.post(urlsplit(ACS).path, {"SAMLResponse": coded}, follow=True)


@pytest.mark.rule("ID-5")
def test_who_comes_for_the_first_time_becomes_a_member_with_a_proved_address(cast, client, saml):
    post(client, saml.answer(begin(client)))

    wim = User.objects.get(email="wim@acme.example.com")
    assert client.session["_auth_user_id"] == str(wim.pk)
    assert wim.has_verified_email
    assert not wim.has_usable_password()
    assert not Membership.objects.get(user=wim, organization=cast.acme).roles.exists()


@pytest.mark.rule("ID-5")
def test_who_comes_again_is_the_same_person(client, saml):
    post(client, saml.answer(begin(client)))
    again = browser()

    post(again, saml.answer(begin(again)))

    assert User.objects.filter(email="wim@acme.example.com").count() == 1
    assert again.session["_auth_user_id"] == client.session["_auth_user_id"]


TAMPERED = {
    "another address": lambda text: text.replace("wim@acme", "sam@acme"),
    "another subject": lambda text: text.replace(">u-1<", ">u-2<"),
    "no signature": lambda text: (
        text[: text.index("<ds:Signature")] + text[text.index("</ds:Signature>") + 15 :]
    ),
    "no XML": lambda text: text[:300],
}


@pytest.mark.rule("ID-5")
@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_tampered_answer_signs_nobody_in(client, saml, change):
    post(client, change(saml.answer(begin(client))))

    assert "_auth_user_id" not in client.session
    assert not User.objects.filter(email__endswith="@acme.example.com").exists()


@pytest.mark.rule("ID-5")
@pytest.mark.parametrize(
    "wrong",
    [
        {"ago": timedelta(hours=1)},
        {"audience": "https://other.example.com/"},
        {"acs": "https://other.example.com/acs/"},
        {"issuer": "https://other.example.com/saml"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_answer_for_another_time_or_place_signs_nobody_in(client, saml, wrong):
    post(client, saml.answer(begin(client), **wrong))

    assert "_auth_user_id" not in client.session


@pytest.mark.rule("ID-5")
def test_the_key_of_somebody_else_signs_nobody_in(client, saml):
    post(client, Provider().answer(begin(client)))

    assert "_auth_user_id" not in client.session


@pytest.mark.rule("ID-5")
def test_nobody_comes_without_having_asked(client, saml):
    begin(client)

    post(client, saml.answer("never-asked"))

    assert "_auth_user_id" not in client.session


@pytest.mark.rule("ID-5")
def test_an_answer_is_taken_once(client, saml):
    answer = saml.answer(begin(client))
    post(client, answer)
    thief = browser()

    post(thief, answer)

    assert "_auth_user_id" not in thief.session


@pytest.mark.rule("ID-5")
@pytest.mark.parametrize(
    "email", ["eve@example.com", "root@vendor.example.com", "wim@evil.acme.example.com", ""]
)
def test_the_provider_speaks_for_its_own_domain_only(cast, client, saml, email):
    page = post(client, saml.answer(begin(client), email=email))

    assert page.status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("certificate", "no certificate", "This is no certificate in PEM."),
        ("certificate", "", "This kind of provider needs it."),
        ("sso_url", "", "This kind of provider needs it."),
        ("kind", "ldap", "Select a valid choice."),
    ],
)
def test_what_the_provider_lacks_is_told_beside_the_field(
    cast, client, domain, theirs, field, value, words
):
    client.force_login(cast.sam)
    given = {
        "kind": "saml",
        "entity_id": ISSUER,
        "sso_url": "https://idp.acme.example.com/sso",
        "certificate": theirs.pem,
    }

    page = client.post("/o/acme/sign-in/provider/", given | {field: value})

    assert page.status_code == 422
    assert words in page.text
    assert ISSUER in page.text


def test_addresses_of_providers_begin_with_https(cast, client, domain, settings):
    settings.PRIVATE_PROVIDERS = False
    client.force_login(cast.sam)
    given = {"kind": "openid_connect", "server_url": "http://10.0.0.1", "client_id": "x"}

    page = client.post("/o/acme/sign-in/provider/", given)

    assert "The address must use HTTPS." in page.text


def test_no_provider_before_a_domain_is_proved(cast, client, theirs):
    client.force_login(cast.sam)
    given = {"kind": "openid_connect", "server_url": "https://id.example.com", "client_id": "x"}

    page = client.post("/o/acme/sign-in/provider/", given)

    assert "Prove an e-mail domain first." in page.text
