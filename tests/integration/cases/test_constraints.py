"""What the database refuses, whatever the code says."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from cases import actions
from cases.models import Attachment, Case, Watcher
from tests.factories import CaseFactory, LegacyCaseFactory, ProjectFactory


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.rule("ENT-8")
def test_nobody_moves_a_case_to_another_organization(cast):
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        sql(
            "UPDATE cases_case SET organization_id = %s WHERE id = %s",
            cast.globex.pk,
            cast.case.pk,
        )


@pytest.mark.parametrize(
    ("column", "value"),
    [("requester_id", None), ("opened_at", "2020-01-01"), ("submission", "0" * 32)],
)
def test_what_was_filed_stays_as_filed(cast, column, value):
    value = value or cast.olga.pk

    with pytest.raises(DatabaseError, match="Cannot update rows"):
        sql(f"UPDATE cases_case SET {column} = %s WHERE id = %s", value, cast.case.pk)


def test_a_case_is_never_deleted(cast):
    with pytest.raises(DatabaseError, match="Cannot delete rows"), transaction.atomic():
        Case.objects.all().delete()


@pytest.mark.rule("CASE-2")
def test_a_comment_is_never_changed(cast):
    comment = actions.add_comment(actor=cast.actor("sue"), case=cast.case, body="As said.")

    with pytest.raises(DatabaseError, match="Cannot update rows"):
        sql("UPDATE cases_comment SET body = 'other' WHERE id = %s", comment.pk)


@pytest.mark.parametrize("table", ["cases_attachment", "cases_caseevent"])
def test_nothing_points_at_a_comment_of_another_case(cast, table):
    comment = actions.add_comment(actor=cast.actor("sue"), case=cast.case, body="As said.")
    other = CaseFactory(organization=cast.acme, product=cast.product, requester=cast.sue)
    Attachment.objects.create(
        case=cast.case, comment=comment, name="a.log", size=1, uploaded_by=cast.sue
    )

    with pytest.raises(IntegrityError, match="comment_of_its_case"):
        sql(
            f"SET CONSTRAINTS ALL IMMEDIATE; UPDATE {table} SET case_id = %s WHERE comment_id = %s",
            other.pk,
            comment.pk,
        )


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("case_p1_states_its_impact", {"priority": 1}),
        ("case_priority", {"priority": 5}),
        ("case_known_status|case_ended_has_its_times", {"status": "lost"}),
        ("case_ended_has_its_times", {"status": "closed"}),
        ("case_ended_has_its_times", {"closed_at": timezone.now()}),
        ("case_contact_hours", {"contact_from": datetime.time(18), "contact_to": datetime.time(9)}),
        ("case_contact_hours", {"contact_from": datetime.time(4)}),
    ],
)
def test_impossible_cases_are_refused(cast, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CaseFactory(organization=cast.acme, product=cast.product, **fields)


def test_nobody_watches_twice(cast):
    Watcher.objects.create(case=cast.case, user=cast.max, added_by=cast.sue)

    with pytest.raises(IntegrityError, match="watcher_unique"), transaction.atomic():
        Watcher.objects.create(case=cast.case, user=cast.max, added_by=cast.sue)


@pytest.mark.parametrize("table", ["cases_comment", "cases_internalnote"])
def test_an_empty_comment_is_refused(cast, table):
    columns = "case_id, author_id, body" + (", side" if table == "cases_comment" else "")
    values = "%s, %s, ''" + (", 'customer'" if table == "cases_comment" else "")

    with pytest.raises(IntegrityError, match="says_something"):
        sql(f"INSERT INTO {table} ({columns}) VALUES ({values})", cast.case.pk, cast.sue.pk)


@pytest.mark.rule("ENT-1")
def test_a_case_has_no_project_of_another_organization(cast):
    foreign = ProjectFactory(organization=cast.globex)
    CaseFactory(organization=cast.acme, product=foreign.product, project=foreign)

    with pytest.raises(IntegrityError, match="case_project_of_its_organization"):
        connection.check_constraints()


@pytest.mark.rule("CASE-4")
@pytest.mark.parametrize(
    ("column", "factory"),
    [("follow_up_of", CaseFactory), ("follow_up_of_legacy", LegacyCaseFactory)],
)
@pytest.mark.django_db(transaction=True)
def test_nothing_follows_up_a_case_of_another_organization(cast, column, factory):
    foreign = factory(organization=cast.globex)

    with pytest.raises(IntegrityError, match="same_org"):
        CaseFactory(organization=cast.acme, product=cast.product, **{column: foreign})
