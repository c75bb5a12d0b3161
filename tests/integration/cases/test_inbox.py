"""The cases of all organizations of a person: each by the rights that are held there."""

import re

import pytest

from cases.lists import PAGE_SIZE
from cases.models import Case
from orgs.models import Organization
from orgs.roles import Role
from sharedaccess.doors import actors_of
from tests.factories import (
    CaseFactory,
    GrantFactory,
    MembershipFactory,
    OrganizationFactory,
    ProductFactory,
    give_role,
)

URL = "/cases/"


def titles(answer):
    return set(re.findall(r'<th scope="row">\s*<a [^>]*>([^<]+)</a>', answer.text))


@pytest.fixture
def mia(cast):
    """max with a different tie in each of five organizations, and a case of each kind in each."""
    only = ProductFactory(name="Only")
    for slug in ("whole", "scoped", "followed", "granted", "foreign"):
        organization = OrganizationFactory(slug=slug, name=slug.title())
        for title, fields in {
            "plain": {},
            "of the product": {"product": only},
            "own": {"requester": cast.max},
            "watched": {"watched_by": [cast.max]},
        }.items():
            CaseFactory(organization=organization, title=f"{slug}: {title}", **fields)
    organizations = Organization.objects.in_bulk(field_name="slug")
    give_role(cast.max, organizations["whole"], Role.SUPPORT_ADMIN)
    give_role(cast.max, organizations["scoped"], Role.SUPPORT_ADMIN, products=[only])
    MembershipFactory(user=cast.max, organization=organizations["followed"])
    GrantFactory(
        organization=organizations["granted"], grantee=cast.max, granted_by=cast.olga, resources=[]
    )
    return cast.max


SEEN = {
    *(f"whole: {kind}" for kind in ("plain", "of the product", "own", "watched")),
    *(f"scoped: {kind}" for kind in ("of the product", "own", "watched")),
    *(f"followed: {kind}" for kind in ("own", "watched")),
}
"""A grant of nothing opens nothing, and where there is no tie even one's own cases are gone."""


@pytest.mark.rule("LIST-1", "ROLE-5", "SHA-5")
def test_each_organization_counts_by_its_own_rights(cast, mia, client):
    client.force_login(mia)

    assert titles(client.get(URL)) == SEEN


@pytest.mark.rule("LIST-1")
def test_it_is_the_union_of_the_walls(cast, mia):
    for name in ("olga", "sam", "sue", "pat", "max", "gus", "gil", "eve"):
        actors = actors_of(getattr(cast, name))

        together = set(Case.objects.visible_to_any(actors))

        assert together == set().union(*(Case.objects.visible_to(actor) for actor in actors))


def test_nobodys_cases_are_none(cast):
    assert not Case.objects.visible_to_any([]).exists()


@pytest.mark.rule("LIST-1")
def test_it_is_open_to_all_who_are_signed_in(cast, client):
    assert client.get(URL).status_code == 302
    for name in ("olga", "sam", "sue", "pat", "max", "gus", "gil", "eve", "ada"):
        client.force_login(getattr(cast, name))
        assert client.get(URL).status_code == 200, name


@pytest.mark.rule("LIST-3")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"organization": "followed"}, {"followed: own", "followed: watched"}),
        ({"organization": "foreign"}, SEEN),
        ({"organization": "granted"}, SEEN),
        ({"scope": "mine"}, {"whole: own", "scoped: own", "followed: own"}),
        ({"scope": "watched"}, {"whole: watched", "scoped: watched", "followed: watched"}),
        ({"q": "plain"}, {"whole: plain"}),
        ({"q": "foreign"}, set()),
        ({"organization": "scoped", "q": "PRODÚCTS"}, {"scoped: of the product"}),
    ],
)
def test_it_is_filtered_and_searched_like_the_lists(cast, mia, client, query, expected):
    client.force_login(mia)

    assert titles(client.get(URL, query)) == expected


@pytest.mark.rule("LIST-3", "LIST-4")
def test_it_offers_the_organizations_with_a_list_only(cast, mia, client):
    client.force_login(mia)

    options = re.findall(r'<option value="([a-z]+)"', client.get(URL).text)

    assert {"whole", "scoped", "followed", "acme"} <= set(options)
    assert not {"granted", "foreign"} & set(options)


def test_each_row_leads_to_its_case_in_its_organization(cast, mia, client):
    client.force_login(mia)

    answer = client.get(URL, {"q": "whole plain"})

    [link] = re.findall(r'<th scope="row">\s*<a href="([^"]+)"', answer.text)
    assert link.startswith("/o/whole/cases/E-0")
    assert "Whole (Commerce)" in answer.text


def test_pages_follow_each_other_over_the_organizations(cast, mia, client):
    whole = Organization.objects.get(slug="whole")
    for _number in range(PAGE_SIZE):
        CaseFactory(organization=whole, product=cast.product)
    client.force_login(mia)

    first = client.get(URL, {"sort": "-opened"})
    after = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    second = client.get(URL + after)

    assert len(titles(first) | titles(second)) == PAGE_SIZE + len(SEEN)


@pytest.mark.parametrize("number", [0, 30])
def test_it_takes_ten_queries_for_any_number_of_organizations(
    cast, client, number, django_assert_max_num_queries
):
    for _number in range(number):
        organization = OrganizationFactory()
        give_role(cast.sue, organization, Role.SUPPORT_ADMIN)
        CaseFactory(organization=organization, product=cast.product)
    client.force_login(cast.sue)

    with django_assert_max_num_queries(10):
        client.get(URL, {"q": "checkout", "status": "open"})


@pytest.mark.rule("LIST-1")
def test_who_has_several_organizations_is_led_there_and_who_has_one_is_not(cast, mia, client):
    client.force_login(mia)
    assert f'href="{URL}"' in client.get("/o/acme/cases/").text
    client.force_login(cast.sue)
    assert f'href="{URL}"' not in client.get("/o/acme/cases/").text


def test_the_empty_inbox_says_what_will_be_there(cast, client):
    client.force_login(cast.ada)

    assert "The cases you submitted or watch appear here." in client.get(URL).text
