"""What stands in the demo world, and that it stands there once."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from cases.models import Case, IssueType
from knowledge.models import Article, HotlineNumber
from orgs.models import Organization, Product, ProductFamily, Region, User

SLUGS = {
    "acme-commerce",
    "acme-experience",
    "globex-commerce",
    "initech-teams",
    "umbrella-partner",
    "hooli-expired",
    "soylent-suspended",
}
MODELS = (Organization, User, Product, Case, Article, IssueType)


def test_the_world_has_its_organizations_and_products(demo):
    acme = Organization.objects.filter(name="Acme")

    assert set(Organization.objects.values_list("slug", flat=True)) == SLUGS
    assert {organization.account.user for organization in acme} == {demo.people["olga"]}
    assert (ProductFamily.objects.count(), Product.objects.count()) == (3, 8)


@pytest.mark.rule("WIZ-1")
def test_some_issue_types_belong_to_one_family_of_products(demo):
    cards = IssueType.objects.exclude(families=None).values_list("key", "families__name")

    assert set(cards) == {
        ("checkout", "Commerce"),
        ("authoring", "Experience"),
        ("hosting", "Cloud"),
    }


@pytest.mark.rule("HOME-3")
def test_every_region_has_a_hotline(demo):
    regions = HotlineNumber.objects.values_list("region", flat=True)

    assert set(regions) == set(Region.values)


def test_articles_come_in_both_languages(demo):
    languages = Article.objects.filter(is_published=True).values_list("language", flat=True)

    assert sorted(languages) == ["en"] * 16 + ["fr"] * 16


def test_loading_again_changes_nothing(demo, laptop, django_assert_num_queries):
    before = [model.objects.count() for model in MODELS]

    with django_assert_num_queries(1):
        call_command("demo")

    assert [model.objects.count() for model in MODELS] == before


def test_the_sign_in_page_lists_the_demo_accounts_on_a_laptop(demo, laptop, client):
    page = client.get(reverse("account_login")).text

    assert "sue@acme.example.com" in page
    assert "guichet-demo" in page


def test_the_sign_in_page_of_an_installation_lists_nobody(demo, client):
    page = client.get(reverse("account_login")).text

    assert "sue@acme.example.com" not in page
    assert "guichet-demo" not in page
