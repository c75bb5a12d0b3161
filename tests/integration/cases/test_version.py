"""An open page asks whether the case moved on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions


@pytest.fixture
def address(cast):
    return f"{cast.case.get_absolute_url()}version/"


def ask(client, address, tag=""):
    return client.get(address, headers={"If-None-Match": tag, "Sec-Fetch-Mode": "cors"})


@pytest.mark.rule("CASE-8")
def test_it_is_told_whether_there_is_something_new(cast, address, sue):
    known = ask(sue, address)["ETag"]
    again = ask(sue, address, known)
    assert (again.status_code, again.content) == (304, b"")

    actions.add_comment(actor=cast.actor("olga"), case=cast.case, body="Any news?")

    answer = ask(sue, address, known)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["ETag"] != known


@pytest.mark.rule("CASE-8")
def test_internal_notes_are_no_news_for_customers(cast, address, sue):
    known = ask(sue, address)["ETag"]

    actions.add_internal_note(actor=cast.actor("ada"), case=cast.case, body="Between us.")

    assert ask(sue, address, known).status_code == 304


# Of a case, those who do not see it learn nothing.
PEOPLE = {"olga": 204, "sam": 404, "sue": 204, "max": 404, "gus": 204, "gil": 404, "eve": 404}


@pytest.mark.rule("CASE-8")
@pytest.mark.parametrize(("name", "status"), PEOPLE.items())
def test_who_may_ask(cast, address, client, name, status):
    client.force_login(getattr(cast, name))

    assert ask(client, address).status_code == status


@pytest.mark.rule("CASE-8", "ROLE-4")
def test_who_lost_the_case_is_told_so_at_the_next_question(cast, address, client):
    client.force_login(cast.gus)
    known = ask(client, address)["ETag"]

    cast.gus.grants_held.all().delete()

    assert ask(client, address, known).status_code == 404


def test_visitors_are_sent_to_the_sign_in(address, client):
    assert ask(client, address).status_code == 302


@pytest.mark.rule("CASE-8")
def test_a_question_reads_little_and_writes_nothing(cast, address, sue):
    known = ask(sue, address)["ETag"]

    with CaptureQueriesContext(connection) as queries:
        ask(sue, address, known)

    asked = [query["sql"] for query in queries]
    assert {sql.split()[0] for sql in asked} == {"SELECT"}
    # As for every page: the session, the person, and two of the door; then one of its own.
    assert (len(asked), len([sql for sql in asked if 'FROM "cases_case"' in sql])) == (5, 1)
