"""What stands on top of the queue: the escalated, the late, the urgent; by an index."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case
from cases.models.promised import MOST_PRESSING_FIRST
from tests.factories import CaseFactory

HOUR = timedelta(hours=1)
QUEUE = "/admin/cases/case/"


def case(desk, due: int | None = None, **more) -> Case:
    """Due in so many hours."""
    if due is not None:
        more |= {"first_response_due_at": timezone.now() + due * HOUR, "response_clock": {}}
    return CaseFactory(organization=desk.acme, product=desk.product, **more)


def titles(client, **query) -> list[str]:
    return [row.title for row in client.get(QUEUE, query).context["cl"].result_list]


@pytest.fixture
def queue(desk):
    """In no order at all."""
    now = timezone.now()
    Case.objects.update(title="never due, P3")
    case(desk, title="never due, P1", critical=True)
    case(desk, 5, title="due in five hours", priority=4)
    case(desk, -2, title="late since two hours", priority=4)
    case(desk, -3, title="answered late", first_responded_at=now, priority=2)
    case(desk, -1, title="late since one hour", critical=True)
    case(desk, 3, title="escalated, due in three hours", escalated_at=now, priority=4)
    case(desk, -1, title="escalated, late", escalated_at=now - HOUR, priority=4)
    case(desk, title="escalated, never due", escalated_at=now - 9 * HOUR)
    return desk


@pytest.mark.rule("AGENT-1")
def test_the_order_of_the_queue(queue, at_desk):
    assert titles(at_desk("ada")) == [
        "escalated, late",
        "escalated, due in three hours",
        "escalated, never due",
        "late since two hours",
        "late since one hour",
        "due in five hours",
        "never due, P1",
        "answered late",
        "never due, P3",
    ]


@pytest.mark.rule("AGENT-1", "SLA-3")
def test_the_queue_says_how_long_is_left_and_what_is_late(queue, at_desk):
    page = at_desk("ada").get(QUEUE).text.replace("\xa0", " ")

    assert "2 hours late" in page
    assert "4 hours left" in page
    assert "Missed" in page


@pytest.mark.rule("AGENT-1")
def test_what_is_breached_is_filtered(queue, at_desk):
    found = titles(at_desk("ada"), answer="breached")

    assert found == ["escalated, late", "late since two hours", "late since one hour"]
    assert len(titles(at_desk("ada"), answer="whatever")) == 9


@pytest.mark.rule("AGENT-1")
@pytest.mark.parametrize("teams", [1, 2])
def test_the_top_of_the_queue_comes_from_the_index(desk, teams):
    now = timezone.now()
    fields = {
        name: getattr(desk.case, name)
        for name in ("organization", "product", "requester", "description")
    }
    Case.objects.bulk_create(
        Case(
            **fields,
            team=desk.team if number % 2 else desk.other_team,
            title=f"Case {number}",
            priority=2 + number % 3,
            opened_at=now - number * HOUR,
            first_response_due_at=now + (number % 97 - 50) * HOUR,
            response_clock={},
            first_responded_at=now if number % 3 else None,
        )
        for number in range(4000)
    )
    seen = Case.objects.of_teams(frozenset([desk.team.pk, desk.other_team.pk][:teams]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case")

    plan = seen.open().order_by(*MOST_PRESSING_FIRST)[:50].explain()

    assert "using case_queue" in plan
    assert "Sort" not in plan
