"""A French reader meets no English on the way."""

import re
from html.parser import HTMLParser

import polib
import pytest
from django.urls import reverse

from cases.models import CaseDraft
from devstack.places import CHECKOUT
from tests.factories import UserFactory

FRENCH = {"accept-language": "fr"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^<>]+>")
SPOKEN = {"aria-label", "alt", "data-confirm", "data-failed", "data-label", "placeholder", "title"}

PUBLIC = ["/", "/help/", "/hotline/"] + [
    reverse(name)
    for name in ("account_login", "account_signup", "account_reset_password", "account_logout")
]
PERSONAL = ["/", "/account/"] + [
    reverse(name)
    for name in ("account_email", "account_change_password", "mfa_index", "usersessions_list")
]
OF_AN_ORGANIZATION = [
    "/o/acme/support/",
    "/o/acme/cases/?scope=mine",
    "/o/acme/cases/?scope=org&status=open&q=checkout",
    "/o/acme/cases/?scope=watched",
    "/o/acme/cases/new/",
    "/o/acme/cases/{number}/",
    "/o/acme/cases/{number}/closure/",
    "/o/acme/cases/{number}/watchers/",
    "/o/acme/cases/{number}/submitted/",
    "/o/acme/access/",
    "/o/acme/administrators/",
    "/o/acme/nowhere/",
]
DESK = [
    "/admin/",
    "/admin/cases/case/",
    "/admin/cases/case/{pk}/change/",
    "/admin/orgs/organization/",
    "/admin/orgs/organization/add/",
    "/admin/orgs/product/",
    "/admin/orgs/entitlement/",
    "/admin/orgs/supportplan/",
    "/admin/orgs/user/",
    "/admin/knowledge/article/add/",
    "/admin/portal/auditentry/",
    "/admin/portal/outboxmessage/",
]
# A language is named in itself; and a case of the cast has the title of the landing page's specimen.
AS_IT_IS = {"English", "Orders stop at the payment step"}


class Reader(HTMLParser):
    """What is read or heard of a page, piece by piece; icons of the desk are words in a font."""

    def __init__(self, html):
        super().__init__()
        self.pieces, self.hidden = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in {"script", "style"} or "material-symbols" in (dict(attrs).get("class") or ""):
            self.hidden = tag
        self.pieces += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        if tag == self.hidden:
            self.hidden = None

    def handle_data(self, data):
        if not self.hidden:
            self.pieces.append(data)


def squeezed(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def english():
    """What our catalogue translates: whole strings, and their longer stretches between names."""
    catalogue = polib.pofile(str(CHECKOUT / "locale/fr/LC_MESSAGES/django.po"))
    texts = [
        text
        for entry in catalogue
        for text in (entry.msgid, entry.msgid_plural)
        if text and text not in {entry.msgstr, *entry.msgstr_plural.values()}
    ]
    stretches = {squeezed(part) for text in texts for part in PLACEHOLDER.split(text)}
    return set(texts), {part for part in stretches if len(part.split()) > 3}


def english_of(html, english):
    """The English left in a page: a piece that is a string of ours, or holds a stretch of one."""
    whole, stretches = english
    pieces = {squeezed(piece) for piece in Reader(html).pieces}
    left = {piece for piece in pieces if piece in whole}
    left |= {part for part in stretches for piece in pieces if part in piece}
    return left - AS_IT_IS


def look(client, cast, english, pages):
    """The English on these pages, by page; pages must show something, be it a refusal."""
    found = {}
    for page in pages:
        address = page.format(number=cast.case.number, pk=cast.case.pk)
        response = client.get(address, headers=FRENCH, follow=True)
        assert response.status_code in {200, 403, 404}, (address, response.status_code)
        if left := english_of(response.text, english):
            found[page] = left
    return found


@pytest.mark.rule("USE-1")
def test_strangers_read_french(client, cast, english):
    assert look(client, cast, english, PUBLIC) == {}


@pytest.mark.rule("USE-1")
@pytest.mark.parametrize("name", ["olga", "sam", "sue", "pat", "max", "gus", "gil", "eve"])
def test_customers_read_french(client, cast, english, name):
    client.force_login(getattr(cast, name))

    assert look(client, cast, english, PERSONAL + OF_AN_ORGANIZATION) == {}


@pytest.mark.rule("USE-1")
@pytest.mark.parametrize("name", ["ada", "root"])
def test_the_desk_is_in_french(client, cast, english, name):
    cast.root = UserFactory(agent=True, first_name="Root", is_superuser=True)
    client.force_login(getattr(cast, name))

    assert look(client, cast, english, DESK) == {}


@pytest.mark.rule("USE-1")
def test_the_wizard_asks_and_complains_in_french(client, cast, english):
    client.force_login(cast.sue)
    client.post("/o/acme/cases/new/", headers=FRENCH)
    draft = CaseDraft.objects.get(author=cast.sue)

    for step in ("type", "issue", "contact", "review"):
        address = f"/o/acme/cases/drafts/{draft.pk}/{step}/"
        for response in (
            client.get(address, headers=FRENCH, follow=True),
            client.post(address, headers=FRENCH, follow=True),
        ):
            assert english_of(response.text, english) == set()
