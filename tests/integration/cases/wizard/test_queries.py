"""A page of the wizard takes ten queries at the most, session and actor included."""

import pytest

from cases.models import IssueReason
from knowledge.models import HotlineNumber
from orgs.models import ProductField, ResponseTarget
from tests.factories import (
    AnnouncementFactory,
    ArticleFactory,
    EntitlementFactory,
    IssueTypeFactory,
    MembershipFactory,
    ProductFactory,
    ProjectFactory,
    SupportPlanFactory,
)
from tests.integration.cases.wizard.conftest import Guide, picture


@pytest.fixture
def rich(sue, cast) -> Guide:
    """Sue before the review of a P1 case with all that a case can have."""
    cast.acme.plan = SupportPlanFactory()
    cast.acme.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=1, amount=1, unit="hour", coverage="24x7"
    )
    HotlineNumber.objects.create(region=cast.acme.region, country_en="France", phone="+33199000001")
    project = ProjectFactory(organization=cast.acme, joined_by=[cast.sue])
    for product in (project.product, ProductFactory(), ProductFactory()):
        EntitlementFactory(organization=cast.acme, product=product)
        IssueTypeFactory().families.add(product.family)
        for name in ProductField.Name.values:
            ProductField.objects.create(product=product, name=name)
    for number in range(5):
        ProjectFactory(organization=cast.acme, product=project.product, joined_by=[cast.sue])
        MembershipFactory(organization=cast.acme)
        IssueReason.objects.create(key=f"reason-{number}", label_en="Reason")
        ArticleFactory(title="Checkout")
        AnnouncementFactory(products=[project.product])
    sue.reach(
        "review",
        product=project.product.pk,
        project=project.pk,
        priority="1",
        impact_statement="Much.",
        issue_reason="reason-1",
        environment="staging",
        watchers=[cast.max.pk],
        watcher_emails="olga@example.com",
    )
    sue.upload(picture(), picture())
    return sue


@pytest.mark.parametrize("step", ["type", "issue", "contact", "review"])
def test_each_step_takes_ten_queries(rich, django_assert_max_num_queries, step):
    with django_assert_max_num_queries(10):
        page = rich.look(step)

    assert page.status_code == 200


def test_the_redrawn_form_takes_ten_queries(rich, django_assert_max_num_queries):
    """Beside the two of the savepoint, which is a transaction outside of tests."""
    with django_assert_max_num_queries(10 + 2):
        page = rich.answer("issue", refresh="1", priority="1")

    assert page.status_code == 200


def test_the_start_page_takes_ten_queries(rich, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        assert rich.client.get(rich.url("start")).status_code == 200


def test_the_confirmation_takes_ten_queries(rich, django_assert_max_num_queries):
    url = rich.submit().url

    with django_assert_max_num_queries(10):
        assert rich.client.get(url).status_code == 200
