"""What vendor administrators look after: organizations, products, plans, content (AGENT-5)."""

import pytest

from cases.models import InternalNote
from knowledge.models import Article
from orgs.models import Entitlement, Organization, Product, ProductField
from portal.models import AuditEntry
from tests.factories import EntitlementFactory, ProductAccountFactory, ProductFactory


@pytest.fixture
def vera(desk, at_desk):
    return at_desk("vera")


def organization_data(organization: Organization | None, *rows: dict, **fields) -> dict:
    """The form of an organization; `rows` are its entitlements."""
    existing = list(organization.entitlements.all()) if organization else []
    data = {
        "name": "Acme",
        "product_line": "Commerce",
        "region": "emea",
        "entitlements-TOTAL_FORMS": len(rows),
        "entitlements-INITIAL_FORMS": len(existing),
        "projects-TOTAL_FORMS": 0,
        "projects-INITIAL_FORMS": 0,
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
        **fields,
    }
    for index, row in enumerate(rows):
        data |= {f"entitlements-{index}-{name}": value for name, value in row.items()}
    return data


def as_typed(entitlement: Entitlement, **changes) -> dict:
    return {
        "id": entitlement.pk,
        "organization": entitlement.organization_id,
        "product": entitlement.product_id,
        "starts_on": entitlement.starts_on.isoformat(),
        "ends_on": "",
        "suspended_for": entitlement.suspended_for,
    } | changes


@pytest.mark.rule("AGENT-5")
def test_a_new_organization_gets_its_entitlements_on_one_page(desk, vera):
    row = {"product": desk.product.pk, "starts_on": "2026-01-01", "ends_on": "2027-01-01"}
    data = organization_data(
        None, row, name="Hooli", slug="hooli", account=ProductAccountFactory().pk
    )

    vera.post("/admin/orgs/organization/add/", data)

    assert Organization.objects.get(slug="hooli").entitlements.get().product == desk.product


@pytest.mark.rule("AGENT-5", "ENT-6")
def test_suspending_an_entitlement_is_written_to_the_audit_log(desk, vera):
    entitlement = desk.acme.entitlements.get()
    data = organization_data(desk.acme, as_typed(entitlement, suspended_for="billing"))

    vera.post(f"/admin/orgs/organization/{desk.acme.pk}/change/", data)

    entry = AuditEntry.objects.get()
    key = f"entitlement {entitlement.pk}: suspended_for"
    assert (entry.verb, entry.actor, entry.organization_id) == (
        "organization.changed",
        desk.vera,
        desk.acme.pk,
    )
    assert (entry.before, entry.after) == ({key: ""}, {key: "billing"})


def test_an_edit_that_changes_nothing_leaves_no_trace(desk, vera):
    data = organization_data(desk.acme, as_typed(desk.acme.entitlements.get()))

    vera.post(f"/admin/orgs/organization/{desk.acme.pk}/change/", data)

    assert not AuditEntry.objects.exists()


def test_an_entitlement_that_overlaps_is_refused_beside_its_field(desk, vera):
    new = {"product": desk.product.pk, "starts_on": "2026-01-01"}
    data = organization_data(desk.acme, as_typed(desk.acme.entitlements.get()), new)

    response = vera.post(f"/admin/orgs/organization/{desk.acme.pk}/change/", data)

    assert response.status_code == 200
    assert "This product stands twice in these days." in response.text
    assert desk.acme.entitlements.count() == 1


def test_the_same_product_may_be_entitled_again_later(desk, vera):
    entitlement = desk.acme.entitlements.get()
    first = as_typed(entitlement, ends_on="2025-12-31")
    later = {"product": desk.product.pk, "starts_on": "2026-01-01"}

    vera.post(
        f"/admin/orgs/organization/{desk.acme.pk}/change/",
        organization_data(desk.acme, first, later),
    )

    assert desk.acme.entitlements.count() == 2


@pytest.mark.parametrize("ends_on", ["2019-12-31", "not a day"])
def test_impossible_days_are_refused(desk, vera, ends_on):
    entitlement = EntitlementFactory()
    data = as_typed(entitlement, ends_on=ends_on)

    response = vera.post(f"/admin/orgs/entitlement/{entitlement.pk}/change/", data)

    assert response.status_code == 200
    assert response.context["errors"]


@pytest.mark.rule("WIZ-2", "AGENT-5")
def test_what_a_product_asks_for_is_configured_on_its_page(desk, vera):
    product = ProductFactory()
    data = {
        "name": product.name,
        "family": product.family_id,
        "team": product.team_id,
        "warning_en": "It does not handle Advanced Reporting.",
        "fields-TOTAL_FORMS": 1,
        "fields-INITIAL_FORMS": 0,
        "fields-0-name": ProductField.Name.STEPS,
        "fields-0-is_required": "on",
    }

    vera.post(f"/admin/orgs/product/{product.pk}/change/", data)

    field = Product.objects.get(pk=product.pk).fields.get()
    assert (field.name, field.is_required) == (ProductField.Name.STEPS, True)


def test_only_staff_join_a_team(desk, vera):
    data = {"name": desk.team.name, "email": desk.team.email, "language": "en"}

    vera.post(f"/admin/orgs/supportteam/{desk.team.pk}/change/", data | {"agents": desk.max.pk})
    assert list(desk.team.agents.all()) == [desk.ada]

    vera.post(f"/admin/orgs/supportteam/{desk.team.pk}/change/", data | {"agents": desk.ari.pk})
    assert list(desk.team.agents.all()) == [desk.ari]


@pytest.mark.rule("HOME-2")
def test_an_article_is_looked_at_before_it_is_saved(desk, vera):
    response = vera.post(
        "/admin/knowledge/article/preview/",
        {"title": "Reset", "body": "Do **this**. <script>alert(1)</script>"},
    )

    assert "<strong>this</strong>" in response.text
    assert "<script>alert" not in response.text
    assert not Article.objects.exists()


def test_what_is_deleted_stays_in_the_audit_log(desk, vera):
    article = Article.objects.create(
        slug="old", topic="old", language="en", title="Old", body="Gone."
    )

    vera.post(f"/admin/knowledge/article/{article.pk}/delete/", {"post": "yes"})

    assert not Article.objects.exists()
    entry = AuditEntry.objects.get(verb="article.deleted")
    assert (entry.actor, entry.before) == (desk.vera, {"row": "Old"})


def test_the_preview_is_for_those_who_see_articles(desk, client):
    client.force_login(desk.sue)

    assert client.post("/admin/knowledge/article/preview/", follow=True).status_code == 403


def test_an_agent_reads_an_organization_without_editing_it(desk, at_desk):
    client = at_desk("ada")
    url = f"/admin/orgs/organization/{desk.acme.pk}/change/"

    assert "Commerce Pro" in client.get(url).text
    assert client.post(url, organization_data(desk.acme, name="Forged")).status_code == 403
    assert Organization.objects.get(pk=desk.acme.pk).name == "Acme"


@pytest.mark.rule("CASE-2")
@pytest.mark.parametrize("name", ["olga", "sue", "gus"])
def test_an_internal_note_reaches_no_page_of_a_customer(desk, client, name):
    canary = "CANARY-7f3a"
    InternalNote.objects.create(case=desk.case, author=desk.ada, body=canary)
    client.force_login(getattr(desk, name))

    for page in (
        "/o/acme/support/",
        "/o/acme/cases/",
        f"/o/acme/cases/?scope=org&q={canary}",
        f"/o/acme/cases/{desk.case.number}/",
        f"/api/v1/organizations/acme/cases/{desk.case.number}",
        f"/api/v1/organizations/acme/cases/{desk.case.number}/comments",
    ):
        response = client.get(page)
        assert response.status_code in {200, 404}, page
        assert canary not in response.text.replace(f"q={canary}", "").replace(
            f'value="{canary}"', ""
        )
