"""Every page of the admin opens, in as many queries with many rows as with few."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge import actions
from knowledge.models import (
    EventSeries,
    FruitlessSearch,
    HotlineAdvice,
    HotlineNumber,
    Synonyms,
    Tag,
)
from orgs.models import ProductField, ResponseTarget
from orgs.roles import Role
from portal import audit
from portal.models import OutboxMessage
from tests.factories import (
    AnnouncementFactory,
    ArticleFactory,
    CaseFactory,
    EntitlementFactory,
    EventFactory,
    GrantFactory,
    IssueTypeFactory,
    LegacyCaseFactory,
    MembershipFactory,
    OrganizationFactory,
    ProductFactory,
    ProjectFactory,
    SupportPlanFactory,
    UserFactory,
    give_role,
)

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def furnish(desk, n: int) -> None:
    """A row of everything that the admin lists."""
    organization = OrganizationFactory(plan=SupportPlanFactory())
    product = ProductFactory(team=desk.team)
    ProductField.objects.create(product=product, name="steps")
    ResponseTarget.objects.create(
        plan=organization.plan, priority=1, amount=1, unit="hour", coverage="24x7"
    )
    EntitlementFactory(organization=organization, product=product)
    ProjectFactory(organization=organization, joined_by=[UserFactory()])
    give_role(MembershipFactory(organization=organization).user, organization, Role.SYSTEM_ADMIN)
    GrantFactory(organization=organization, granted_by=desk.olga)
    CaseFactory(organization=organization, product=product, assignee=desk.ada)
    LegacyCaseFactory(organization=organization)
    IssueTypeFactory()
    article = ArticleFactory(title="How")
    actions.judge(actor=desk.max, article=article, is_helpful=False, words="Why?")
    FruitlessSearch.objects.create(words=f"how {n}", language="en")
    Synonyms.objects.create(words=["how", f"why {n}"])
    Tag.objects.create(slug=f"how-{n}", name_en="How")
    HotlineNumber.objects.create(region="emea", country_en="France", phone=f"+331{n}")
    HotlineAdvice.objects.get_or_create(first_en="Write first.", ready_en="The number.")
    AnnouncementFactory(products=[product])
    EventFactory(series=EventSeries.objects.create(slug=f"series-{n}", title_en="Office hours"))
    OutboxMessage.objects.create(kind="cases.event", key=f"some:{n}", reference="E-000000001")
    audit.record(actor=desk.root, verb="test", target="something")


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_opens_in_a_constant_number_of_queries(desk, at_desk, model):
    client = at_desk("root")
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    furnish(desk, 1)
    few = queries_of(client, url)

    for n in range(2, 6):
        furnish(desk, n)

    assert queries_of(client, url) == few <= 14


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_row_opens(desk, at_desk, model):
    client = at_desk("root")
    furnish(desk, 1)
    row = model._default_manager.order_by("pk").first()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"

    assert row is None or client.get(reverse(name, args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_form_for_something_new_opens_or_is_refused(desk, at_desk, model):
    client = at_desk("root")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_add"
    page = admin.site._registry[model]
    request = client.get("/admin/orgs/user/").wsgi_request

    expected = 200 if page.has_add_permission(request) else 403

    assert client.get(reverse(name)).status_code == expected


@pytest.mark.parametrize("name", ["organization", "product", "user"])
def test_what_filters_and_fields_offer_is_found_by_typing(desk, at_desk, name):
    query = {
        "organization": "app_label=cases&model_name=case&field_name=organization&term=acm",
        "product": "app_label=cases&model_name=case&field_name=product&term=comm",
        "user": "app_label=orgs&model_name=productaccount&field_name=user&term=max",
    }[name]

    results = at_desk("root").get(f"/admin/autocomplete/?{query}").json()["results"]

    assert len(results) == 1


def test_agents_may_pick_an_organization_for_the_filter(desk, at_desk):
    query = "app_label=cases&model_name=case&field_name=organization&term=acme"

    assert at_desk("ada").get(f"/admin/autocomplete/?{query}").status_code == 200
