"""Who am I, and where may I do what?"""

import pytest

from orgs.models import Entitlement
from tests.factories import MembershipFactory, OrganizationFactory, SupportPlanFactory, UserFactory

API = "/api/v1"


def test_me_tells_whose_token_it_is(cast, program):
    answer = program("sue").get(f"{API}/me").json()

    assert answer["name"] == "Sue Example"
    assert answer["email"] == "sue@example.com"
    assert answer["email_verified"] is True
    assert answer["account_number"] == cast.sue.product_account.number
    assert answer["token"]["scope"] == "write"


def test_me_has_no_number_without_a_product_account(cast, program):
    assert program("ada").get(f"{API}/me").json()["account_number"] is None


@pytest.mark.rule("ENT-1")
@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("olga", ["acme"]),
        ("sam", ["acme"]),
        ("sue", ["acme"]),
        ("pat", ["acme"]),
        ("max", ["acme"]),
        ("gus", ["acme"]),
        ("gil", ["acme"]),
        ("eve", ["globex"]),
        ("ada", []),
    ],
)
def test_everybody_finds_the_organizations_with_a_tie(program, name, slugs):
    answer = program(name).get(f"{API}/organizations").json()

    assert [row["slug"] for row in answer["results"]] == slugs
    assert answer["next"] is None


@pytest.mark.rule("ENT-2")
def test_an_organization_tells_its_product_line_and_whether_it_is_entitled(cast, program):
    cast.acme.plan = SupportPlanFactory(key="gold", name="Gold")
    cast.acme.save()
    Entitlement.objects.filter(organization=cast.acme).update(suspended_for="billing")

    row = program("sue").get(f"{API}/organizations").json()["results"][0]

    assert row["product_line"] == "Commerce"
    assert row["is_entitled"] is False
    assert row["plan"] == {"key": "gold", "name": "Gold"}


def test_the_list_is_cut_by_keys_with_a_constant_number_of_queries(
    cast, program, django_assert_max_num_queries
):
    for _number in range(30):
        MembershipFactory(user=cast.sue, organization=OrganizationFactory())
    sue, seen = program("sue"), []
    address = f"{API}/organizations?limit=7"
    while address:
        with django_assert_max_num_queries(3):
            page = sue.get(address).json()
        seen += [row["slug"] for row in page["results"]]
        address = page["next"]

    assert len(seen) == len(set(seen)) == 31


@pytest.mark.parametrize(
    "query", ["after=forged", "after=9.9.9", "limit=0", "limit=101", "limit=x", "x=1"]
)
def test_a_query_that_is_not_ours_is_refused(program, query):
    answer = program("sue").get(f"{API}/organizations?{query}")

    assert answer.status_code == 422


def test_one_organization_tells_what_its_reader_may_do(program):
    assert program("sue").get(f"{API}/organizations/acme").json()["capabilities"] == [
        "comment",
        "follow_cases",
        "manage_watchers",
        "open_case",
        "view_org_cases",
        "work_case",
    ]
    assert program("sam").get(f"{API}/organizations/acme").json()["capabilities"] == [
        "assign_roles",
        "follow_cases",
        "manage_members",
        "manage_sign_in",
        "see_audit",
    ]
    assert program("gus").get(f"{API}/organizations/acme").json()["via"] == ["grant"]


@pytest.mark.rule("ACC-1", "ID-6")
def test_check_my_access_walks_the_gates_in_order(program):
    answer = program("sue").get(f"{API}/organizations/acme/access").json()

    assert answer["allowed"] is True
    assert [gate["gate"] for gate in answer["gates"]] == [
        "signed_in",
        "email_verified",
        "account_linked",
        "organization",
        "support",
        "entitled",
        "product",
        "project",
    ]
    assert [gate["state"] for gate in answer["gates"]] == ["passed"] * 6 + ["not_checked"] * 2


@pytest.mark.rule("ACC-1")
def test_the_gate_that_fails_says_why_and_who_can_help(program):
    answer = program("max").get(f"{API}/organizations/acme/access").json()

    support = answer["gates"][4]
    assert answer["allowed"] is False
    assert (support["state"], support["code"]) == ("failed", "no-support-role")
    assert "not a support-entitled user" in support["reason"]
    assert {helper["name"] for helper in support["helpers"]} >= {"Sam Example"}
    assert [gate["state"] for gate in answer["gates"][5:]] == ["not_checked"] * 3


@pytest.mark.rule("ID-3", "ACC-1")
def test_the_first_gate_that_fails_is_the_one_explained(cast, program):
    cast.una = UserFactory(first_name="Una", unverified=True)
    MembershipFactory(user=cast.una, organization=cast.acme)

    answer = program("una").get(f"{API}/organizations/acme/access").json()

    failed = [gate["gate"] for gate in answer["gates"] if gate["state"] == "failed"]
    assert failed == ["email_verified"]
