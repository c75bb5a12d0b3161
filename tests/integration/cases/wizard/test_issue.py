"""The second step: the questions depend on the product and on the answers."""

import pytest

from cases.models import Case, IssueReason
from knowledge.models import HotlineNumber
from orgs.models import ProductFamily, ProductField, Region
from tests.factories import EntitlementFactory, ProductFactory, ProjectFactory
from tests.integration.cases.wizard.conftest import errors, labels

ALWAYS = {"product", "title", "description", "priority"}


@pytest.fixture
def reporting(cast):
    """A second product of acme."""
    product = ProductFactory(name="Commerce Reporting")
    EntitlementFactory(organization=cast.acme, product=product)
    return product


def ask(product, *names: str, required: bool = False) -> None:
    for name in names:
        ProductField.objects.create(product=product, name=name, is_required=required)


@pytest.mark.rule("ENT-4")
def test_one_product_is_chosen_already(sue, cast):
    sue.reach("issue")

    page = sue.look("issue")

    assert f'<option value="{cast.product.pk}" selected>Commerce Pro</option>' in page.text


@pytest.mark.rule("ENT-4", "ENT-6")
def test_only_entitled_products_are_listed(sue, cast, reporting):
    EntitlementFactory(organization=cast.acme, product=ProductFactory(name="Old"), expired=True)
    EntitlementFactory(organization=cast.acme, product=ProductFactory(name="Owed"), unpaid=True)
    ProductFactory(name="Foreign")
    sue.reach("issue")

    page = sue.look("issue")

    listed = page.context["form"].fields["product"].things.values()
    assert [product.name for product in listed] == ["Commerce Pro", "Commerce Reporting"]


@pytest.mark.rule("ENT-4")
def test_products_of_several_families_are_listed_in_groups(sue, cast):
    family = ProductFamily.objects.create(name="Experience")
    EntitlementFactory(organization=cast.acme, product=ProductFactory(name="Studio", family=family))
    sue.reach("issue")

    assert '<optgroup label="Experience">' in sue.look("issue").text


@pytest.mark.rule("ENT-4")
@pytest.mark.parametrize("forged", ["foreign", "0", "x", "9" * 30])
def test_a_forged_product_is_refused(sue, reporting, forged):
    foreign = ProductFactory(name="Foreign")
    sue.reach("issue")

    page = sue.answer("issue", product=foreign.pk if forged == "foreign" else forged)

    assert page.status_code == 422
    assert list(errors(page)) == ["product"]
    assert 'value="Checkout fails"' in page.text


@pytest.mark.rule("WIZ-2")
def test_the_product_says_what_is_asked_and_what_must_be_answered(sue, cast):
    ask(cast.product, "environment", "steps")
    ask(cast.product, "product_version", required=True)
    sue.reach("issue")

    page = sue.answer("issue")

    assert labels(page) == ALWAYS | {"environment", "steps", "product_version"}
    assert list(errors(page)) == ["product_version"]
    assert sue.answer("issue", product_version="2.4").status_code == 302


@pytest.mark.rule("WIZ-2")
def test_every_field_that_a_product_can_ask_reaches_the_case(sue, cast):
    reason = IssueReason.objects.create(key="application", label_en="Application")
    ask(cast.product, *ProductField.Name.values)
    answers = {
        "environment": "staging",
        "product_version": "2.4.7",
        "affected_url": "https://shop.acme.example.com/cart",
        "impact": "large",
        "impact_statement": "Nobody can pay.",
        "steps": "Press Pay.",
        "expected": "Thanks.",
        "actual": "An error.",
        "recent_changes": "An upgrade.",
    }
    sue.reach("review", issue_reason="application", **answers)
    sue.submit()

    case = Case.objects.latest("pk")
    assert {name: getattr(case, name) for name in answers} == answers
    assert case.issue_reason == reason


@pytest.mark.rule("WIZ-7")
def test_each_reason_says_what_it_is_for_and_not_for(sue, cast):
    IssueReason.objects.create(
        key="security", label_en="Security", is_for_en="Break-ins.", not_for_en="Passwords."
    )
    ask(cast.product, "issue_reason")
    sue.reach("issue")

    page = sue.look("issue").text

    assert "Break-ins." in page
    assert "Passwords." in page
    assert sue.answer("issue", issue_reason="forged").status_code == 422


@pytest.mark.rule("WIZ-14")
def test_what_is_wrong_stands_beside_its_field_and_in_the_summary(sue):
    sue.reach("issue")

    page = sue.answer("issue", title="", priority="7")

    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert page.text.index("There is a problem") < page.text.index('href="#id_title"')
    assert 'href="#id_priority_0"' in page.text
    assert 'id="id_title_error"' in page.text
    assert "Orders stop at the payment step." in page.text


@pytest.mark.rule("WIZ-14", "WIZ-10")
def test_what_was_typed_wrong_is_there_the_next_day(sue):
    sue.reach("issue")
    sue.answer("issue", title="t" * 201, description="Kept.\0")

    page = sue.look("issue").text

    assert "t" * 201 in page
    assert "Kept." in page
    assert "There is a problem" not in page


@pytest.mark.rule("WIZ-5")
@pytest.mark.parametrize("statement", ["", "   "])
def test_p1_needs_its_impact_in_words(sue, statement):
    sue.reach("issue")

    page = sue.answer("issue", priority="1", impact_statement=statement)

    assert page.status_code == 422
    assert list(errors(page)) == ["impact_statement"]


@pytest.mark.rule("WIZ-6")
def test_p1_shows_the_hotline_of_the_region_at_once(sue):
    HotlineNumber.objects.create(region=Region.EMEA, country_en="France", phone="+33 1 99 00 00 01")
    HotlineNumber.objects.create(region=Region.JAPAN, country_en="Japan", phone="+81 3 9900 0001")
    sue.reach("issue")

    assert "+33 1 99" not in sue.answer("issue", priority="2", refresh="1").text
    page = sue.answer("issue", priority="1", refresh="1")
    assert page.status_code == 200
    assert 'href="tel:+33199000001">+33 1 99 00 00 01<' in page.text
    assert "+81" not in page.text


@pytest.mark.rule("WIZ-6")
@pytest.mark.parametrize(
    ("priority", "environment", "warns"),
    [
        ("1", "staging", True),
        ("1", "development", True),
        ("1", "production", False),
        ("1", "", False),
        ("2", "staging", False),
    ],
)
def test_p1_elsewhere_than_in_production_warns_and_never_blocks(
    sue, cast, priority, environment, warns
):
    ask(cast.product, "environment")
    sue.reach("issue")
    answers = {"priority": priority, "environment": environment, "impact_statement": "Much."}

    page = sue.answer("issue", refresh="1", **answers)

    assert ("P1 is for production" in page.text) is warns
    assert sue.answer("issue", **answers).status_code == 302


@pytest.mark.rule("ENT-9")
def test_a_product_can_warn_and_never_blocks(sue, reporting):
    reporting.warning_en = "Commerce Reporting does not handle Advanced Reporting."
    reporting.save()
    sue.reach("issue")

    page = sue.answer("issue", product=reporting.pk, refresh="1")

    assert "does not handle Advanced Reporting" in page.text
    assert sue.answer("issue", product=reporting.pk).status_code == 302


@pytest.mark.rule("WIZ-10")
def test_a_change_of_product_drops_only_what_does_not_apply(sue, cast, reporting):
    ask(cast.product, "environment", "steps")
    ask(reporting, "environment")
    sue.reach("issue")
    kept = {"environment": "staging", "title": "Kept"}
    sue.answer("issue", product=cast.product.pk, steps="Press Pay.", **kept)

    sue.answer("issue", product=reporting.pk, **kept)

    stored = sue.answers["issue"]
    assert "steps" not in stored
    assert (stored["environment"], stored["title"]) == ("staging", "Kept")


@pytest.mark.rule("WIZ-10")
def test_nothing_is_dropped_before_one_goes_on(sue, cast, reporting):
    ask(cast.product, "steps")
    sue.reach("issue")
    sue.answer("issue", product=cast.product.pk, steps="Press Pay.", refresh="1")
    sue.answer("issue", product=reporting.pk, refresh="1")

    page = sue.answer("issue", product=cast.product.pk, refresh="1")

    assert "Press Pay." in page.text


@pytest.mark.rule("WIZ-15")
def test_without_javascript_a_choice_brings_up_its_questions_before_it_is_judged(sue, reporting):
    ask(reporting, "environment", required=True)
    sue.reach("issue")

    page = sue.answer("issue", product=reporting.pk, shown=sorted(ALWAYS))

    assert page.status_code == 200
    assert "Your answers bring up more questions" in page.text
    assert not errors(page)
    shown = sorted(ALWAYS | {"environment"})
    assert sue.answer("issue", product=reporting.pk, shown=shown).status_code == 422


@pytest.fixture
def cloud(cast):
    """A cloud product of acme with two projects; sue works in the first."""
    first = ProjectFactory(organization=cast.acme, joined_by=[cast.sue], name="Shop")
    ProjectFactory(organization=cast.acme, product=first.product, name="Foreign to sue")
    EntitlementFactory(organization=cast.acme, product=first.product)
    return first


@pytest.mark.rule("ENT-11")
def test_a_cloud_product_with_several_projects_asks_which(sue, cloud):
    sue.reach("issue")

    page = sue.answer("issue", product=cloud.product_id)

    assert list(errors(page)) == ["project"]
    assert page.context["form"].fields["project"].label == "Project ID"
    assert "Shop" in page.text
    assert "Foreign to sue" not in page.text


@pytest.mark.rule("ENT-11")
def test_the_project_reaches_the_case(sue, cloud):
    sue.reach("review", product=cloud.product_id, project=cloud.pk)
    sue.submit()

    assert Case.objects.latest("pk").project == cloud


@pytest.mark.rule("ENT-11")
@pytest.mark.parametrize("note", ["", "The new one in Paris"])
def test_a_project_that_is_not_listed_asks_for_a_note_and_never_blocks(sue, cloud, note):
    answers = {"product": cloud.product_id, "project": "not-listed"}
    sue.reach("issue")
    assert "project_note" in labels(sue.answer("issue", refresh="1", **answers))

    sue.reach("review", project_note=note, **answers)
    sue.submit()

    case = Case.objects.latest("pk")
    assert (case.project, case.project_note) == (None, note)


@pytest.mark.rule("ENT-11")
def test_the_only_project_is_chosen_silently(sue, cast):
    only = ProjectFactory(organization=cast.acme, joined_by=[cast.sue])
    EntitlementFactory(organization=cast.acme, product=only.product)
    sue.reach("issue")

    assert "project" not in labels(sue.answer("issue", product=only.product_id, refresh="1"))
    sue.reach("review", product=only.product_id)
    sue.submit()
    assert Case.objects.latest("pk").project == only


@pytest.mark.rule("ENT-11")
def test_a_forged_project_is_refused(sue, cast, cloud):
    foreign = ProjectFactory(organization=cast.globex, product=cloud.product, joined_by=[cast.sue])
    unjoined = cloud.product.projects.get(name="Foreign to sue")
    sue.reach("issue")

    for project in (foreign.pk, unjoined.pk, "x"):
        page = sue.answer("issue", product=cloud.product_id, project=project)
        assert list(errors(page)) == ["project"]


@pytest.fixture
def fallback(cast):
    """A product flagged for the Cloud Project URL."""
    hosts = "*.cloud.example.com Own.example.org"
    product = ProductFactory(name="Managed", asks_project_url=True, project_url_hosts=hosts)
    EntitlementFactory(organization=cast.acme, product=product)
    return product


@pytest.mark.rule("ENT-12")
@pytest.mark.parametrize(
    ("title", "description", "asks"),
    [("T", "D", True), ("", "D", False), ("T", "", False), ("T", "  ", False), ("", "", False)],
)
def test_the_project_url_is_asked_once_title_and_description_are_filled(
    sue, fallback, title, description, asks
):
    sue.reach("issue")

    page = sue.answer(
        "issue", product=fallback.pk, title=title, description=description, refresh="1"
    )

    assert ("project_url" in labels(page)) is asks
    assert ("Cloud Project URL" in page.text) is asks


@pytest.mark.rule("ENT-12")
@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("https://eu-1.cloud.example.com/projects/x", True),
        ("http://EU.Cloud.example.com", True),
        ("https://own.example.org/", True),
        ("https://cloud.example.com/", False),
        ("https://eu.cloud.example.com.evil.org/", False),
        ("https://eu.cloud.example.com@evil.org/", False),
        ("ftp://eu.cloud.example.com/", False),
        ("javascript:alert(1)", False),
        ("no address", False),
        ("", False),
    ],
)
def test_the_project_url_is_a_web_address_of_an_allowed_host(sue, fallback, address, is_taken):
    sue.reach("issue")

    page = sue.answer("issue", product=fallback.pk, project_url=address)

    assert (page.status_code == 302) is is_taken
    assert is_taken or list(errors(page)) == ["project_url"]


def test_an_affected_url_is_a_web_address(sue, cast):
    ask(cast.product, "affected_url")
    sue.reach("issue")

    assert sue.answer("issue", affected_url="ftp://acme.example.com").status_code == 422
    assert sue.answer("issue", affected_url="acme.example.com/cart").status_code == 302
