"""Whom to call when production is down, found at three in the morning (HOME-3)."""

import pytest

from cases.seed import seed
from knowledge.models import HotlineAdvice, HotlineNumber
from orgs.models import Region, ResponseTarget, User
from tests.factories import SupportPlanFactory


@pytest.fixture(autouse=True)
def numbers(db):
    for region, phone in (
        (Region.AMERICAS, "+1 202 555-0142"),
        (Region.EMEA, "+33 1 99 00 27 41"),
    ):
        HotlineNumber.objects.create(
            region=region, country_en="Somewhere", country_fr="Quelque part", phone=phone
        )


@pytest.fixture
def advice(db):
    return HotlineAdvice.objects.create(
        first_en="**Create the case first.** <script>alert(1)</script>",
        first_fr="**Créez d’abord le dossier.**",
        ready_en="- The number of the case.",
        ready_fr="- Le numéro du dossier.",
    )


@pytest.mark.rule("HOME-3", "ID-1")
def test_everybody_sees_what_to_do_first_then_the_numbers_then_what_to_have_ready(client, advice):
    page = client.get("/hotline/").text

    order = ("<strong>Create the case first.</strong>", "Americas", "+1 202 555-0142", "Europe")
    order += ("<li>The number of the case.</li>",)
    assert sorted(order, key=page.index) == list(order)
    assert 'href="tel:+33199002741"' in page
    assert 'href="tel:+12025550142"' in page
    assert "<script>alert" not in page


@pytest.mark.rule("HOME-3", "USE-1")
def test_all_of_it_is_in_the_readers_language(client, advice):
    page = client.get("/hotline/", headers={"accept-language": "fr"}).text

    for words in ("Quelque part", "Créez d’abord le dossier.", "Le numéro du dossier."):
        assert words in page


@pytest.mark.rule("HOME-3")
def test_the_own_region_comes_first_and_the_plan_says_how_soon(
    cast, client, django_assert_max_num_queries
):
    cast.acme.plan = SupportPlanFactory(name="Ultimate")
    cast.acme.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=1, amount=15, unit="minute", coverage="24x7"
    )
    User.objects.filter(pk=cast.sue.pk).update(last_organization=cast.acme)
    client.force_login(cast.sue)

    with django_assert_max_num_queries(10):
        page = client.get("/hotline/").text

    assert page.index("+33 1 99 00 27 41") < page.index("+1 202 555-0142")
    assert page.count("your region") == 1
    assert "has the plan Ultimate" in page
    assert "15 minutes, 24x7" in page


@pytest.mark.rule("HOME-3")
def test_who_left_is_told_nothing_of_the_contract_any_more(cast, client):
    cast.acme.plan = SupportPlanFactory(name="Ultimate")
    cast.acme.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=1, amount=15, unit="minute", coverage="24x7"
    )
    User.objects.filter(pk=cast.eve.pk).update(last_organization=cast.acme)
    client.force_login(cast.eve)

    page = client.get("/hotline/").text

    assert "has the plan" not in page
    assert "your region" not in page


@pytest.mark.rule("HOME-3")
def test_without_words_and_numbers_it_says_what_to_do(client):
    HotlineNumber.objects.all().delete()

    page = client.get("/hotline/").text

    assert "No number is set" in page
    assert "What to have ready" not in page


@pytest.mark.rule("HOME-3")
def test_an_installation_begins_with_words_and_keeps_those_of_the_vendor():
    seed()
    advice = HotlineAdvice.objects.get()
    assert "Create the P1 case first" in advice.first_en
    assert "Créez d’abord le dossier P1" in advice.first_fr
    HotlineAdvice.objects.update(first_en="Ours.")

    seed()

    advice.refresh_from_db()
    assert advice.first_en == "Ours."
