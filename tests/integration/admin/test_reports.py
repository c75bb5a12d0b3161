"""Reports for support managers, of the cases that they see."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.lifecycle import Status
from cases.models import Case
from cases.reports import report_on
from tests.factories import CaseFactory, OrganizationFactory, ProductFactory, SupportPlanFactory

URL = "/admin/cases/case/reports/"
HOUR = timedelta(hours=1)
DAY = 24 * HOUR
QUERIES = 8


@pytest.fixture
def world(desk):
    """Beside the new case of the cast: old ones, ended ones, one of another team and plan."""
    now = timezone.now()
    here = {"organization": desk.acme, "product": desk.product, "requester": desk.sue}
    ended = {"status": Status.CLOSED, "closed_at": now, "reopen_until": now + DAY}
    met = {"due": now, "first_responded_at": now - HOUR}
    CaseFactory(**here, opened_at=now - 2 * DAY, **met)
    CaseFactory(**here, opened_at=now - 9 * DAY, due=now - 8 * DAY)
    CaseFactory(**here, opened_at=now - 400 * DAY, due=now - 399 * DAY)
    CaseFactory(**here, opened_at=now - 2 * DAY, **met, **ended)
    CaseFactory(**here, opened_at=now - 2 * DAY, opening=2, **ended)
    CaseFactory(**here, opened_at=now - 2 * DAY, opening=3)
    plan = SupportPlanFactory(name="Ultimate")
    CaseFactory(
        organization=OrganizationFactory(plan=plan),
        product=ProductFactory(name="Other", team=desk.other_team),
        requester=desk.eve,
        **met,
    )
    return desk


@pytest.mark.rule("AGENT-4")
@pytest.mark.parametrize(
    ("name", "status"), [("ada", 403), ("meg", 200), ("sue", 302), ("olga", 302)]
)
def test_only_support_managers_open_them(desk, at_desk, name, status):
    assert at_desk(name).get(URL).status_code == status
    assert (URL in at_desk(name).get("/admin/cases/case/", follow=True).text) is (status == 200)


@pytest.mark.rule("AGENT-4")
def test_they_tell_of_age_first_responses_and_reopening_by_team_product_and_plan(world):
    report = report_on(Case.objects.all())

    assert [text for _label, text in report.charts[0].rows] == ["2", "2", "0", "1", "1"]
    assert [chart.description for chart in report.charts[1:]] == [
        "3 of 4 first responses in time over the last six months.",
        "2 of 3 cases closed over the last six months were reopened.",
    ]
    assert report.total.cells == ["6", "2", "75%", "66%"]
    ours, other = ["5", "2", "66%", "66%"], ["1", "0", "100%", "–"]
    assert [
        (key, [(line.name, line.cells) for line in lines]) for key, _title, lines in report.tables
    ] == [
        ("team", [("Commerce team", ours), (str(world.other_team), other)]),
        ("product", [("Commerce Pro", ours), ("Other", other)]),
        ("plan", [("None", ours), ("Ultimate", other)]),
    ]


@pytest.mark.rule("AGENT-3", "AGENT-4")
def test_a_manager_sees_what_the_queue_holds_in_as_many_queries(
    world, at_desk, django_assert_num_queries
):
    client = at_desk("meg")
    text = client.get(URL).text
    with django_assert_num_queries(QUERIES):
        client.get(URL)
    for _number in range(3):
        CaseFactory(product=ProductFactory())

    with django_assert_num_queries(QUERIES):
        client.get(URL)
    assert re.findall(r'<th scope="row"><b>All</b></th><td><b>(\d+)', text) == ["6"] * 3
    assert text.count('role="img"') == 3
