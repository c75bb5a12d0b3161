"""Where people land, and what stands around the page."""

import pytest

from orgs.models import Membership, User
from orgs.roles import Role
from tests.factories import (
    EntitlementFactory,
    MembershipFactory,
    OrganizationFactory,
    UserFactory,
    give_role,
)

PLACES = {
    "olga": "/o/acme/support/",
    "sue": "/o/acme/support/",
    "gus": "/o/acme/support/",
    "sam": "/o/acme/cases/",
    "pat": "/o/acme/cases/",
    "max": "/o/acme/cases/",
    "gil": "/o/acme/access/",
    "eve": "/o/globex/support/",
    "ada": "/admin/",
}


@pytest.mark.rule("ENT-1")
@pytest.mark.parametrize(("name", "place"), PLACES.items())
def test_everybody_starts_on_a_page_that_is_open_to_them(cast, client, name, place):
    client.force_login(getattr(cast, name))

    assert client.get("/start/").url == place


@pytest.mark.rule("ENT-1")
def test_home_leads_there(cast, client):
    client.force_login(cast.sue)

    assert client.get("/").url == "/start/"


@pytest.mark.rule("ENT-1")
def test_the_choice_of_an_organization_lasts(cast, client):
    give_role(cast.sue, cast.globex, Role.SUPPORT_ADMIN)
    client.force_login(cast.sue)
    assert client.get("/start/").url == "/o/acme/support/"

    client.get("/o/globex/cases/")

    assert client.get("/start/").url == "/o/globex/support/"
    client.logout()
    client.force_login(User.objects.get(pk=cast.sue.pk))
    assert client.get("/start/").url == "/o/globex/support/"


@pytest.mark.rule("ENT-1", "SHA-10")
def test_a_choice_without_a_tie_any_more_is_forgotten(cast, client):
    give_role(cast.sue, cast.globex, Role.SUPPORT_ADMIN)
    client.force_login(cast.sue)
    client.get("/o/globex/cases/")

    Membership.objects.filter(user=cast.sue, organization=cast.globex).delete()

    assert client.get("/start/").url == "/o/acme/support/"


@pytest.mark.rule("ENT-1")
@pytest.mark.parametrize(
    ("name", "place"), [("sue", "/o/acme/support/"), ("gil", "/o/acme/access/")]
)
def test_an_organization_has_an_address_of_its_own(cast, client, name, place):
    client.force_login(getattr(cast, name))

    assert client.get("/o/acme/").url == place


@pytest.mark.rule("ENT-7")
def test_partners_are_shown_where_to_go(cast, client):
    partner = OrganizationFactory(slug="umbrella", is_partner=True)
    give_role(cast.gus, partner, Role.SUPPORT_ADMIN)
    client.force_login(cast.gus)

    assert client.get("/o/umbrella/").url == "/o/umbrella/access/"
    assert 'href="/o/acme/"' in client.get("/o/umbrella/access/").text


class TestNoOrganization:
    """ENT-14: the page says so, offers to look again, and names the next step."""

    @pytest.mark.rule("ENT-14")
    @pytest.mark.parametrize(
        ("traits", "step"),
        [
            ({"unverified": True, "unlinked": True}, "is not verified yet"),
            ({"unlinked": True}, "is not linked to a product account"),
            ({}, "You belong to no organization in which you could file a case."),
        ],
    )
    def test_it_names_the_next_step(self, client, db, traits, step):
        client.force_login(UserFactory(**traits))

        page = client.get("/start/").text

        assert "You belong to no organization yet" in page
        assert step in page
        assert 'action="/account/organizations/"' in page


class TestThePicker:
    def picker(self, client, page="/help/") -> str:
        return client.get(page).text.partition('<div class="rail">')[2].partition("<main")[0]

    @pytest.mark.rule("ENT-1")
    def test_one_organization_is_named_and_not_picked(self, cast, client):
        client.force_login(cast.sue)

        picker = self.picker(client, "/o/acme/access/")

        assert "Acme" in picker
        assert "<details" not in picker

    @pytest.mark.rule("ENT-1", "ENT-2")
    def test_it_lists_what_one_has_a_tie_to(self, cast, client):
        bare = OrganizationFactory(name="Bare", product_line="Cloud", slug="bare")
        MembershipFactory(user=cast.gus, organization=bare)
        client.force_login(cast.gus)

        picker = self.picker(client, "/o/acme/access/")

        assert 'href="/o/acme/" aria-current="true"' in picker
        assert 'href="/o/bare/"' in picker
        assert "globex" not in picker
        assert "(Cloud)" in picker
        assert picker.count("No support entitlement") == 1

    @pytest.mark.rule("ENT-2")
    @pytest.mark.parametrize(("count", "searchable"), [(7, False), (8, True)])
    def test_it_is_searchable_when_there_are_more_than_seven(self, cast, client, count, searchable):
        for _ in range(count - 1):
            MembershipFactory(user=cast.sue, organization=OrganizationFactory())
        client.force_login(cast.sue)

        assert ('type="search"' in self.picker(client)) is searchable

    @pytest.mark.rule("ENT-1")
    def test_pages_of_no_organization_keep_the_last_choice(self, cast, client):
        give_role(cast.sue, cast.globex, Role.SUPPORT_ADMIN)
        client.force_login(cast.sue)
        client.get("/o/globex/cases/")

        assert 'href="/o/globex/" aria-current="true"' in self.picker(client, "/account/")


# Who sees the bar of ENT-3, whom it names, and what it offers.
BARS = {
    "olga": (False, "", ""),
    "sue": (False, "", ""),
    "gus": (False, "", ""),
    "pat": (True, "sam@example.com", "/o/acme/access/request/"),
    "max": (True, "olga@example.com", "/o/acme/access/request/"),
    "gil": (True, "olga@example.com", "/o/acme/access/request/"),
    "sam": (True, "olga@example.com", "/o/acme/access/self/"),
}


@pytest.mark.rule("ENT-3", "ACC-2")
@pytest.mark.parametrize(("name", "barred", "helper", "action"), [(n, *b) for n, b in BARS.items()])
def test_who_has_no_right_to_support_sees_the_bar(cast, client, name, barred, helper, action):
    client.force_login(getattr(cast, name))

    page = client.get("/help/").text

    assert ("You are not a support-entitled user in the organization" in page) is barred
    assert helper in page
    assert f'action="{action}"' in page or not barred


@pytest.mark.rule("ENT-3", "ID-3")
def test_a_person_may_need_both_bars(cast, client):
    una = UserFactory(first_name="Una", unverified=True)
    MembershipFactory(user=una, organization=cast.acme)
    client.force_login(una)

    page = client.get("/help/").text

    assert "Please verify your email address" in page
    assert "You are not a support-entitled user" in page
    assert "/access/request/" not in page


@pytest.mark.rule("ID-4")
def test_who_has_no_product_account_is_told(cast, client):
    lee = UserFactory(first_name="Lee", unlinked=True)
    give_role(lee, cast.acme, Role.SUPPORT_ADMIN)
    client.force_login(lee)

    assert "is not linked to a product account" in client.get("/o/acme/cases/").text


@pytest.mark.rule("ENT-3", "ENT-7")
def test_partners_see_why_and_where_to_go(cast, client):
    partner = OrganizationFactory(name="Umbrella", slug="umbrella", is_partner=True)
    EntitlementFactory(organization=partner)
    give_role(cast.gus, partner, Role.SUPPORT_ADMIN)
    client.force_login(cast.gus)

    page = client.get("/o/umbrella/cases/").text

    assert "is a partner: its people file cases in a customer" in page
    assert "Switch to Acme (Commerce)" in page
    assert "partners@vendor.example.com" in page


@pytest.mark.rule("ROLE-3")
@pytest.mark.parametrize(
    ("name", "tabs"),
    [
        ("sue", ["Support summary", "Cases", "Help center"]),
        (
            "olga",
            ["Support summary", "Cases", "Services", "Shared access", "Audit log", "Help center"],
        ),
        ("sam", ["Cases", "Administrators", "Audit log", "Help center"]),
        ("max", ["Cases", "Help center"]),
        ("gil", ["Services", "Help center"]),
    ],
)
def test_the_navigation_has_what_the_person_may_open(cast, client, name, tabs):
    client.force_login(getattr(cast, name))

    nav = client.get("/help/").text.partition('<details class="nav"')[2].partition("</nav>")[0]

    assert [piece.partition("</a>")[0] for piece in nav.split('">')[2:] if "</a>" in piece] == tabs


@pytest.mark.rule("ROLE-3")
@pytest.mark.parametrize("name", ["sam", "pat", "max", "gil"])
def test_nobody_without_the_right_sees_support_or_create_case(cast, client, name):
    client.force_login(getattr(cast, name))

    for page in ("/help/", "/hotline/", "/o/acme/access/", "/account/"):
        text = client.get(page).text
        assert "/o/acme/support/" not in text
        assert "/o/acme/cases/new/" not in text


def test_what_stands_around_a_page_costs_little(cast, client, django_assert_max_num_queries):
    """Session and person, the actor, the picker; the product, the list of the access page; and
    below an organization, its incidents."""
    client.force_login(cast.sue)
    client.get("/o/acme/access/")

    with django_assert_max_num_queries(8):
        client.get("/o/acme/access/")
    with django_assert_max_num_queries(9):
        client.get("/help/")


@pytest.mark.rule("ENT-1")
def test_a_page_in_the_background_chooses_no_organization(cast, client):
    client.force_login(cast.sue)
    address = cast.case.get_absolute_url()
    client.get(address)
    cast.sue.last_organization = cast.globex
    cast.sue.save()

    client.get(address, headers={"Sec-Fetch-Mode": "cors"})

    cast.sue.refresh_from_db()
    assert cast.sue.last_organization == cast.globex
