"""A French reader meets no English on the way."""

import pytest
from django.urls import reverse

from cases.models import CaseDraft
from tests.factories import UserFactory
from tests.french import english_in

FRENCH = {"accept-language": "fr"}
PUBLIC = ["/", "/help/", "/hotline/"] + [
    reverse(name)
    for name in ("account_login", "account_signup", "account_reset_password", "account_logout")
]
PERSONAL = ["/", "/account/", "/shared-with-me/", "/switch-account/"] + [
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
    "/o/acme/shared-access/",
    "/o/acme/shared-access/?q=zebra",
    "/o/acme/shared-access/new/",
    "/o/acme/shared-access/{grant}/",
    "/o/acme/shared-access/{grant}/deletion/",
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
    "/admin/orgs/businesscalendar/",
    "/admin/orgs/businesscalendar/add/",
    "/admin/orgs/holiday/",
    "/admin/orgs/holiday/add/",
    "/admin/orgs/user/",
    "/admin/knowledge/article/add/",
    "/admin/portal/auditentry/",
    "/admin/portal/outboxmessage/",
]


def look(client, cast, pages):
    """The English on these pages, by page; pages must show something, be it a refusal."""
    found = {}
    for page in pages:
        grant = cast.gus.grants_held.get().pk
        address = page.format(number=cast.case.number, pk=cast.case.pk, grant=grant)
        response = client.get(address, headers=FRENCH, follow=True)
        assert response.status_code in {200, 403, 404}, (address, response.status_code)
        if left := english_in(response.text):
            found[page] = left
    return found


@pytest.mark.rule("USE-1")
def test_strangers_read_french(client, cast):
    assert look(client, cast, PUBLIC) == {}


@pytest.mark.rule("USE-1")
@pytest.mark.parametrize("name", ["olga", "sam", "sue", "pat", "max", "gus", "gil", "eve"])
def test_customers_read_french(client, cast, name):
    client.force_login(getattr(cast, name))

    assert look(client, cast, PERSONAL + OF_AN_ORGANIZATION) == {}


@pytest.mark.rule("USE-1")
@pytest.mark.parametrize("name", ["ada", "root"])
def test_the_desk_is_in_french(client, cast, name):
    cast.root = UserFactory(agent=True, first_name="Root", is_superuser=True)
    client.force_login(getattr(cast, name))

    assert look(client, cast, DESK) == {}


@pytest.mark.rule("USE-1")
def test_the_wizard_asks_and_complains_in_french(client, cast):
    client.force_login(cast.sue)
    client.post("/o/acme/cases/new/", headers=FRENCH)
    draft = CaseDraft.objects.get(author=cast.sue)

    for step in ("type", "issue", "contact", "review"):
        address = f"/o/acme/cases/drafts/{draft.pk}/{step}/"
        for response in (
            client.get(address, headers=FRENCH, follow=True),
            client.post(address, headers=FRENCH, follow=True),
        ):
            assert english_in(response.text) == set()
