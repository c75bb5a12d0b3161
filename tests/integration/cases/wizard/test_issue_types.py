"""The first step: what kind of problem it is."""

import pytest

from cases.models import Case, IssueType
from orgs.models import ProductFamily
from tests.factories import IssueTypeFactory
from tests.integration.cases.wizard.conftest import errors, labels


@pytest.mark.rule("WIZ-1")
def test_the_cards_show_samples_and_the_way_out(sue):
    sue.begin()
    page = sue.look("type")

    assert "What kind of problem are you trying to solve?" in page.text
    assert "Customers see an error page" in page.text
    assert "None of the above" in page.text


@pytest.mark.rule("WIZ-1")
def test_types_are_those_of_the_families_that_one_has_products_of(sue, cast):
    IssueTypeFactory(key="carts", label_en="Carts").families.add(cast.product.family)
    IssueTypeFactory(key="films", label_en="Films").families.add(
        ProductFamily.objects.create(name="Experience")
    )
    sue.begin()

    page = sue.look("type").text

    assert "Carts" in page
    assert "Films" not in page
    assert sue.answer("type", issue_type="films").status_code == 422


@pytest.mark.rule("WIZ-14")
def test_a_choice_is_needed(sue):
    sue.begin()

    page = sue.answer("type", issue_type="")

    assert page.status_code == 422
    assert 'href="#id_issue_type_0"' in page.text
    assert "<title>Error:" in page.text


def test_none_of_the_above_needs_no_row(sue):
    IssueType.objects.all().delete()
    sue.begin()
    sue.answer("type", issue_type="none")
    sue.reach("review", issue_type="none")

    sue.submit()

    assert Case.objects.latest("pk").issue_type is None


@pytest.mark.rule("ENT-10")
def test_marketplace_asks_one_question_first(sue):
    sue.begin()

    page = sue.answer("type", issue_type="marketplace", shown=["issue_type"])

    assert page.status_code == 200
    assert labels(page) == {"issue_type", "marketplace"}
    assert "What is your marketplace matter about?" in page.text


@pytest.mark.rule("ENT-10")
def test_the_question_needs_an_answer(sue):
    sue.begin()

    page = sue.answer("type", issue_type="marketplace", shown=["issue_type", "marketplace"])

    assert page.status_code == 422
    assert list(errors(page)) == ["marketplace"]


@pytest.mark.rule("ENT-10")
@pytest.mark.parametrize("matter", ["publishing", "purchase", "refund"])
def test_what_is_the_marketplaces_own_makes_no_case(sue, settings, matter):
    settings.MARKETPLACE_CONTACT_EMAIL = "market@vendor.example.com"
    sue.begin()

    answer = sue.answer("type", issue_type="marketplace", marketplace=matter)

    assert answer.url == sue.url("marketplace", sue.draft.pk)
    assert "market@vendor.example.com" in sue.client.get(answer.url).text
    assert sue.look("issue").url == sue.step("type")
    assert sue.submit().url == sue.step("type")
    assert Case.objects.filter(requester=sue.user, submission=sue.draft.pk).count() == 0


@pytest.mark.rule("ENT-10")
@pytest.mark.parametrize("matter", ["sign_in", "deployment"])
def test_the_rest_goes_on_as_a_case(sue, types, matter):
    sue.reach("review", issue_type="marketplace", marketplace=matter)

    sue.submit()

    assert Case.objects.latest("pk").issue_type == types.marketplace


def test_the_marketplaces_page_is_for_its_matters_only(sue):
    sue.reach("issue")

    assert sue.client.get(sue.url("marketplace", sue.draft.pk)).url == sue.step("issue")
