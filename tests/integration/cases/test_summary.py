"""Support summary: where a customer begins."""

import re

import pytest

from cases.lifecycle import Status
from cases.models import CaseDraft
from knowledge.models import HotlineNumber
from orgs.roles import Role
from tests.factories import CaseFactory, ProductFactory, SupportPlanFactory, give_role

URL = "/o/acme/support/"


@pytest.mark.rule("ROLE-2", "ROLE-3")
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 200),
        ("sue", 200),
        ("gus", 200),
        ("max", 403),
        ("sam", 403),
        ("gil", 403),
        ("eve", 404),
    ],
)
def test_who_opens_it(cast, client, name, status):
    client.force_login(getattr(cast, name))

    assert client.get(URL).status_code == status


def test_it_counts_open_cases_and_those_that_wait_for_the_customer(cast, sue):
    for status in (Status.IN_PROGRESS, Status.PENDING_RESPONSE, Status.RESOLUTION_PROVIDED):
        CaseFactory(organization=cast.acme, product=cast.product, status=status)
    CaseFactory(organization=cast.globex, product=cast.product)

    text = sue.get(URL).text

    cards = re.findall(r'<a class="card" href="([^"]+)".*?card__figure">(\d+)<', text, re.DOTALL)
    assert cards == [
        ("/o/acme/cases/?scope=org&amp;status=open", "4"),
        ("/o/acme/cases/?scope=org&amp;status=waiting", "2"),
    ]


@pytest.mark.rule("ROLE-5")
def test_it_counts_what_the_actor_sees_only(cast, client):
    give_role(cast.max, cast.acme, Role.SUPPORT_ADMIN, products=[ProductFactory()])
    client.force_login(cast.max)

    text = client.get(URL).text

    assert re.findall(r'card__figure">(\d+)<', text) == ["0", "0"]
    assert cast.case.title not in text


def test_it_shows_the_three_latest_cases(cast, sue):
    titles = [
        CaseFactory(organization=cast.acme, product=cast.product, title=f"Newer {n}").title
        for n in range(3)
    ]

    text = sue.get(URL).text

    assert re.findall(r"<b>(Newer \d)</b>", text) == titles[::-1]
    assert cast.case.title not in text


@pytest.mark.rule("WIZ-10")
def test_it_lists_my_drafts_here_and_nobody_elses(cast, sue):
    mine = CaseDraft.objects.create(
        organization=cast.acme, author=cast.sue, answers={"issue": {"title": "Half written"}}
    )
    for organization, author in ((cast.acme, cast.olga), (cast.globex, cast.sue)):
        CaseDraft.objects.create(
            organization=organization, author=author, answers={"issue": {"title": "Foreign"}}
        )

    text = sue.get(URL).text

    assert f'<a href="{mine.get_absolute_url()}">Half written</a>' in text
    assert "Foreign" not in text


def test_it_names_plan_contacts_and_the_hotline_of_the_region(cast, sue):
    cast.acme.plan = SupportPlanFactory(name="Ultimate")
    cast.acme.save()
    HotlineNumber.objects.create(region="emea", country_en="France", phone="+33 1 99 00")
    HotlineNumber.objects.create(region="japan", country_en="Japan", phone="+81 3 99 00")

    text = sue.get(URL).text

    assert ["Ultimate" in text, "Sue Example" in text, "+33 1 99 00" in text] == [True] * 3
    assert "+81 3 99 00" not in text


def test_it_takes_eleven_queries(cast, sue, django_assert_max_num_queries):
    for _number in range(5):
        CaseFactory(organization=cast.acme, product=cast.product)
        CaseDraft.objects.create(organization=cast.acme, author=cast.sue)
    sue.get(URL)

    with django_assert_max_num_queries(11):
        sue.get(URL)
