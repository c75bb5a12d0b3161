"""What is due is found from the index alone, however many cases there are."""

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case

ROWS, DUE = 10_000, 10

COPIED = [
    field.column
    for field in Case._meta.concrete_fields
    if not field.generated and field.name not in {"id", "submission", "status", "next_reminder_at"}
]
"""The rest is each case's own, or the database's."""


def fill(case: Case) -> None:
    """So many like this one: one in a hundred waits, one in a thousand is due."""
    columns = ", ".join(COPIED)
    sql = f"""
        INSERT INTO cases_case ({columns}, submission, status, next_reminder_at)
        SELECT {columns}, gen_random_uuid(),
            CASE WHEN n %% 100 = 0 THEN 'pending_response' ELSE 'in_progress' END,
            CASE WHEN n %% 1000 = 0 THEN now() - interval '1 hour'
                 WHEN n %% 100 = 0 THEN now() + interval '1 day' END
        FROM cases_case, generate_series(1, %s) AS n WHERE id = %s
    """
    with connection.cursor() as cursor:
        with transaction.atomic():
            # VACUUM calls no page all visible whose commit has not reached the disk.
            cursor.execute("SET LOCAL synchronous_commit = on")
            cursor.execute(sql, [ROWS, case.pk])
        cursor.execute("VACUUM (ANALYZE) cases_case")


def plan_of(sql: str) -> dict:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        (found,) = cursor.fetchone()
    return (found if isinstance(found, list) else json.loads(found))[0]["Plan"]


@pytest.mark.rule("CASE-9")
@pytest.mark.django_db(transaction=True)
def test_what_is_due_is_read_from_the_index_only(cast):
    fill(cast.case)

    with CaptureQueriesContext(connection) as context:
        assert len(actions.due_reminders(200)) == DUE
    (query,) = context.captured_queries
    plan = plan_of(query["sql"])

    (scan,) = plan["Plans"]
    assert (scan["Node Type"], scan["Index Name"]) == ("Index Only Scan", "case_reminders")
    assert (scan["Actual Rows"], scan["Heap Fetches"]) == (DUE, 0)
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 10
