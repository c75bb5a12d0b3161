"""Historical cases: read by those who see all cases, changed by nobody, followed up (LIST-6)."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.lists import PAGE_SIZE
from cases.models import Case, CaseDraft, LegacyComment
from orgs.models import Entitlement
from orgs.roles import Role
from tests.factories import LegacyCaseFactory, UserFactory, give_role
from tests.integration.cases.wizard.conftest import Guide
from tests.integration.cases.wizard.conftest import types as types_

types = types_
LIST = "/o/acme/historical/"
ODD = ["OLD-1", "a/b", "..", "100 %", "Réf. №7?x=1#y", "~2F", "new/follow-up", " 'q\"<b>&amp;"]


@pytest.fixture
def legacy(cast):
    return LegacyCaseFactory(
        organization=cast.acme,
        reference="OLD-1",
        title="Import stopped",
        description="It **stopped** at night.",
        product_name="commerce pro",
        requester_name="Rita Old",
        priority="High",
    )


@pytest.fixture
def guide(cast, types) -> Guide:
    return Guide(cast.sue)


def address(legacy, noun=""):
    return reverse("cases:legacy-case", args=["acme", legacy.reference]) + noun


def titles(answer):
    return re.findall(r'<a href="/o/acme/historical/[^"]+/">(.*?)</a>', answer.text)


@pytest.mark.rule("LIST-6")
def test_the_list_and_the_page_tell_what_the_previous_system_knew(legacy, sue):
    LegacyComment.objects.create(case=legacy, position=1, author_name="Carl", body="Try *again*.")

    row, page = sue.get(LIST).text, sue.get(address(legacy)).text

    for words in ("OLD-1", "Import stopped", "Closed", "commerce pro", "High", "Rita Old"):
        assert words in row, words
        assert words in page, words
    for words in ("It <strong>stopped</strong>", "Carl", "Try <em>again</em>", "6 May 2019"):
        assert words in page, words


@pytest.mark.rule("LIST-6")
def test_one_action_only(legacy, sue):
    page = sue.get(address(legacy)).text

    main = page[page.index("<main") : page.index("</main>")]
    assert "Create a follow-up" in main
    assert "<form" not in main
    for method in (sue.post, sue.put, sue.delete):
        assert method(address(legacy)).status_code == 405
        assert method(LIST).status_code == 405


@pytest.mark.rule("LIST-6", "ROLE-2")
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 200),
        ("sam", 403),
        ("sue", 200),
        ("pat", 403),
        ("max", 403),
        ("gus", 200),
        ("gil", 403),
        ("eve", 404),
        ("ada", 404),
    ],
)
def test_who_reads_them(cast, legacy, client, name, status):
    client.force_login(getattr(cast, name))

    for url in (LIST, address(legacy), address(legacy, "follow-up/")):
        assert client.get(url).status_code == status, url


@pytest.mark.rule("LIST-6", "ENT-1")
def test_those_of_another_organization_never_existed(cast, sue):
    foreign = LegacyCaseFactory(organization=cast.globex, title="Foreign")

    never = sue.get("/o/acme/historical/NEVER/")
    real = sue.get(address(foreign))

    assert (real.status_code, real.content) == (404, never.content)
    assert sue.post(address(foreign, "follow-up/")).status_code == 404
    assert "Foreign" not in sue.get(LIST, {"q": "foreign"}).text


@pytest.mark.rule("LIST-6", "ROLE-5")
def test_a_role_for_chosen_products_sees_none_and_is_told_why(cast, legacy, client):
    scott = UserFactory(first_name="Scott")
    give_role(scott, cast.acme, Role.SUPPORT_ADMIN, products=[cast.product])
    client.force_login(scott)

    text = client.get(LIST).text

    assert "whose support role covers all products" in text
    assert legacy.title not in client.get(LIST, {"q": "import"}).text
    assert client.get(address(legacy)).status_code == 404
    assert client.post(address(legacy, "follow-up/")).status_code == 404
    assert LIST not in client.get("/o/acme/cases/").text


@pytest.mark.rule("LIST-6")
def test_the_list_of_cases_leads_to_them_where_there_are_any(cast, sue):
    assert LIST not in sue.get("/o/acme/cases/").text

    LegacyCaseFactory(organization=cast.acme)

    assert f'<a href="{LIST}">Historical cases</a>' in sue.get("/o/acme/cases/").text


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize("reference", ODD)
def test_a_reference_may_hold_anything(cast, sue, reference):
    legacy = LegacyCaseFactory(organization=cast.acme, reference=reference)

    (url,) = re.findall(r'<a href="(/o/acme/historical/[^"]+)">', sue.get(LIST).text)

    assert re.fullmatch(r"/o/acme/historical/[A-Za-z0-9_~-]+/", url)
    assert sue.get(url).context["legacy"] == legacy


@pytest.mark.parametrize("forged", ["~41", "~00", "~FF", "a~", "%00", "~2f", "x" * 2000])
def test_a_forged_address_is_not_found(legacy, sue, forged):
    assert sue.get(f"{LIST}{forged}/").status_code == 404


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("OLD-7", ["Checkout fails"]),
        ("checkout", ["Checkout fails"]),
        ("stops", ["Import stopped"]),
        ("chec", ["Checkout fails"]),
        ("nothing", []),
    ],
)
def test_it_is_searched_by_reference_and_by_words(cast, legacy, sue, text, found):
    LegacyCaseFactory(organization=cast.acme, reference="OLD-7", title="Checkout fails")

    assert titles(sue.get(LIST, {"q": text})) == found


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("-opened", ["C", "B", "A"]),
        ("opened", ["A", "B", "C"]),
        ("-closed", ["B", "C", "A"]),
        ("closed", ["A", "C", "B"]),
    ],
)
def test_it_is_sorted_by_opening_and_closing(cast, sue, sort, order):
    """B is ongoing: it closes last."""
    begin = datetime.datetime(2019, 1, 1, tzinfo=datetime.UTC)
    for place, (title, closed) in enumerate({"A": 5, "B": None, "C": 6}.items()):
        LegacyCaseFactory(
            organization=cast.acme,
            title=title,
            opened_at=begin + datetime.timedelta(days=place),
            closed_at=closed and begin + datetime.timedelta(days=closed),
        )

    assert titles(sue.get(LIST, {"sort": sort})) == order


@pytest.mark.rule("LIST-6")
def test_pages_are_cut_by_key(cast, sue):
    LegacyCaseFactory.create_batch(PAGE_SIZE + 3, organization=cast.acme)

    first = sue.get(LIST)
    (after,) = re.findall(r'href="(\?[^"]*after=[^"]+)"', first.text)
    second = sue.get(LIST + after.replace("&amp;", "&"))

    assert [len(titles(first)), len(titles(second))] == [PAGE_SIZE, 3]
    assert not set(titles(first)) & set(titles(second))


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ({"sort": "colour"}, "Unknown filter, left out: Sort."),
        ({"q": "x" * 201}, "Unknown filter, left out: Search."),
        ({"q": "a\0b"}, "Unknown filter, left out: Search."),
        ({"after": "nonsense"}, "The page is unknown; this is the first one."),
    ],
)
def test_unknown_values_are_left_out_with_a_note(legacy, sue, query, note):
    text = sue.get(LIST, query).text

    assert note in text
    assert legacy.title in text


@pytest.mark.rule("LIST-6", "CASE-4")
@pytest.mark.parametrize("entitled", [True, False])
def test_a_follow_up_fills_in_the_product_of_that_name(cast, legacy, guide, entitled):
    legacy.product_name = "COMMERCE PRO " if entitled else "Something sold no more"
    legacy.save()

    guide.draft = CaseDraft.objects.get(
        pk=guide.client.post(address(legacy, "follow-up/")).url.split("/")[-3]
    )

    product = {"issue": {"product": str(cast.product.pk)}} if entitled else {}
    assert guide.draft.answers == product
    assert "OLD-1" in guide.look("type").text


@pytest.mark.rule("LIST-6", "CASE-4")
def test_the_case_that_comes_of_it_is_linked_both_ways(cast, legacy, guide):
    guide.draft = CaseDraft.objects.get(
        pk=guide.client.post(address(legacy, "follow-up/")).url.split("/")[-3]
    )
    for step in ("type", "issue", "contact"):
        assert guide.answer(step, product=cast.product.pk).status_code == 302
    guide.submit()

    new = Case.objects.get(follow_up_of_legacy=legacy)
    assert new.number in guide.client.get(address(legacy)).text
    assert "OLD-1" in guide.client.get(f"/o/acme/cases/{new.number}/").text


@pytest.mark.rule("LIST-6", "ENT-6")
def test_without_any_entitlement_a_follow_up_is_refused_with_the_reason(legacy, sue):
    Entitlement.objects.update(ends_on=timezone.now().date() - datetime.timedelta(days=1))

    answer = sue.get(address(legacy, "follow-up/"))

    assert answer.status_code == 403
    assert "expired" in answer.text


@pytest.mark.rule("LIST-6")
@pytest.mark.parametrize("number", [1, 24])
def test_the_pages_take_a_constant_number_of_queries(
    cast, sue, number, django_assert_max_num_queries
):
    legacy, *_others = LegacyCaseFactory.create_batch(number, organization=cast.acme)
    sue.get(LIST)

    with django_assert_max_num_queries(7):
        sue.get(LIST, {"q": "import"})
    with django_assert_max_num_queries(9):
        sue.get(address(legacy))
