"""Follow-ups and historical cases, for programs (API-1, CASE-4, LIST-6)."""

import pytest

from cases.actions import NewCase, refile
from cases.models import Case, LegacyComment
from orgs.models import Entitlement
from orgs.roles import Role
from tests.factories import (
    CaseFactory,
    EntitlementFactory,
    LegacyCaseFactory,
    ProductFactory,
    UserFactory,
    give_role,
)

ACME = "/api/v1/organizations/acme"


def follow_up(client, product, **original):
    body = {"product": product.pk, "title": "Again", "description": "-", "priority": 3}
    return client.post(f"{ACME}/cases", body | original, format="json")


@pytest.mark.rule("API-1", "CASE-4")
def test_a_program_follows_up_a_case_and_reads_the_link_on_both_sides(cast, program):
    sue = program("sue")

    new = follow_up(sue, cast.product, follow_up_of=cast.case.number)

    assert new.status_code == 201
    number = new.json()["number"]
    assert new.json()["links"] == [
        {
            "kind": "follow_up_of",
            "number": cast.case.number,
            "title": cast.case.title,
            "organization": "acme",
            "url": f"http://testserver/o/acme/cases/{cast.case.number}/",
        }
    ]
    old = sue.get(f"{ACME}/cases/{cast.case.number}").json()
    assert [(link["kind"], link["number"]) for link in old["links"]] == [("follow_up", number)]


@pytest.mark.rule("API-1", "LIST-6")
def test_a_program_follows_up_a_historical_case(cast, program):
    legacy = LegacyCaseFactory(organization=cast.acme, reference="OLD/1 é")

    new = follow_up(program("sue"), cast.product, follow_up_of_legacy="OLD/1 é")

    assert Case.objects.get(follow_up_of_legacy=legacy).number == new.json()["number"]
    (link,) = new.json()["links"]
    assert (link["kind"], link["number"]) == ("follow_up_of", "OLD/1 é")
    assert link["url"] == "http://testserver/o/acme/historical/OLD~2F1~20~C3~A9/"


@pytest.mark.rule("API-1", "CASE-4", "ENT-1")
@pytest.mark.parametrize("wanted", ["foreign", "never", "no number", "foreign legacy"])
def test_what_is_not_seen_cannot_be_followed_up(cast, program, wanted):
    foreign = CaseFactory(organization=cast.globex, product=cast.product)
    legacy = LegacyCaseFactory(organization=cast.globex)
    name, value = {
        "foreign": ("follow_up_of", foreign.number),
        "never": ("follow_up_of", "E-999999999"),
        "no number": ("follow_up_of", "17"),
        "foreign legacy": ("follow_up_of_legacy", legacy.reference),
    }[wanted]

    answer = follow_up(program("sue"), cast.product, **{name: value})

    assert answer.status_code == 422
    errors = [(error["field"], error["code"]) for error in answer.json()["errors"]]
    assert errors == [(name, "unknown-case")]


@pytest.mark.rule("API-1")
def test_one_original_at_most(cast, program):
    LegacyCaseFactory(organization=cast.acme, reference="OLD")

    answer = follow_up(
        program("sue"), cast.product, follow_up_of=cast.case.number, follow_up_of_legacy="OLD"
    )

    assert answer.json()["errors"][0]["code"] == "two-originals"


@pytest.mark.rule("API-1", "ENT-6")
def test_a_case_without_an_entitlement_is_not_followed_up_under_another_product(cast, program):
    other = ProductFactory()
    EntitlementFactory(organization=cast.acme, product=other)
    Entitlement.objects.filter(product=cast.product).update(suspended_for="billing")

    answer = follow_up(program("sue"), other, follow_up_of=cast.case.number)

    assert (answer.status_code, answer.json()["code"]) == (403, "product-not-entitled")
    assert not Case.objects.filter(follow_up_of=cast.case).exists()


@pytest.mark.rule("CASE-4", "ENT-8")
def test_links_are_told_to_those_only_who_see_the_other_side(cast, program):
    give_role(cast.sue, cast.globex, Role.SUPPORT_ADMIN)
    new = refile(
        actor=cast.actor("sue"),
        case=cast.case,
        into=cast.globex,
        new=NewCase(product=cast.product, title="T", description="D", priority=3),
    )
    old_url = f"{ACME}/cases/{cast.case.number}"
    new_url = f"/api/v1/organizations/globex/cases/{new.number}"

    seen = [
        [link["kind"] for link in program(name).get(url).json()["links"]]
        for name, url in (("sue", old_url), ("sue", new_url), ("gus", old_url), ("eve", new_url))
    ]

    assert seen == [["refiled_as"], ["refiled_from"], [], []]


@pytest.mark.rule("API-1", "LIST-6")
def test_historical_cases_are_listed_searched_and_read(cast, program):
    LegacyCaseFactory(organization=cast.globex)
    LegacyCaseFactory(organization=cast.acme)
    legacy = LegacyCaseFactory(organization=cast.acme, reference="A/1", title="Umbrella")
    LegacyComment.objects.create(case=legacy, position=1, author_name="Carl", body="Rain.")
    sue = program("sue")

    rows = sue.get(f"{ACME}/legacy-cases").json()["results"]
    (found,) = sue.get(f"{ACME}/legacy-cases", {"q": "umbrella"}).json()["results"]
    whole = sue.get(found["address"]).json()

    assert len(rows) == 2
    assert found["address"] == f"http://testserver{ACME}/legacy-cases/A~2F1"
    assert (whole["reference"], whole["title"]) == ("A/1", "Umbrella")
    assert whole["opened_at"] == "2019-05-06T08:00:00Z"
    assert whole["comments"] == [{"author_name": "Carl", "body": "Rain.", "created_at": None}]


@pytest.mark.rule("LIST-6", "ROLE-5")
def test_a_role_for_chosen_products_reads_no_historical_case(cast, program):
    legacy = LegacyCaseFactory(organization=cast.acme)
    cast.scott = UserFactory(first_name="Scott")
    give_role(cast.scott, cast.acme, Role.SUPPORT_ADMIN, products=[cast.product])
    scott = program("scott")

    assert scott.get(f"{ACME}/legacy-cases").json()["results"] == []
    assert scott.get(f"{ACME}/legacy-cases/{legacy.reference}").status_code == 404
    refused = follow_up(scott, cast.product, follow_up_of_legacy=legacy.reference)
    assert refused.status_code == 422


@pytest.mark.rule("LIST-6")
def test_a_foreign_historical_case_never_existed(cast, program):
    foreign = LegacyCaseFactory(organization=cast.globex)
    sue = program("sue")

    real, never = (sue.get(f"{ACME}/legacy-cases/{ref}") for ref in (foreign.reference, "NEVER"))

    assert (real.status_code, real.content) == (404, never.content)
