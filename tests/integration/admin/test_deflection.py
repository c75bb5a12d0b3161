"""The report of deflection: what became of the cases that people began to write."""

import csv
import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import CaseDraft, EndedDraft
from tests.factories import ArticleFactory, ProductFactory

URL = "/admin/cases/endeddraft/"
SPAN = {"since": "2026-01-01", "until": "2026-03-31"}


def ended(cast, way: str, day: datetime, *articles, product=None) -> None:
    row = EndedDraft.objects.create(
        draft=uuid.uuid4(),
        organization=cast.acme,
        product=product or cast.product,
        way=way,
        begun_at=day,
    )
    row.articles.set(articles)


def alive(cast, day: datetime, **fields: object) -> None:
    """Somebody writes it still."""
    answers = {"issue": {"product": str(cast.product.pk)}}
    draft = CaseDraft.objects.create(
        organization=cast.acme, author=cast.sue, answers=answers, answered=["type"], **fields
    )
    CaseDraft.objects.filter(pk=draft.pk).update(created_at=day)


JANUARY, FEBRUARY, APRIL = (datetime(2026, month, 10, tzinfo=UTC) for month in (1, 2, 4))


@pytest.fixture
def drafts(desk):
    """Of January and February; those of April lie outside."""
    desk.article = ArticleFactory(title="Clear the cache")
    desk.other = ProductFactory(name="Other")
    ended(desk, "article", JANUARY, desk.article)
    ended(desk, "submitted", JANUARY, desk.article)
    ended(desk, "submitted", JANUARY)
    ended(desk, "left", JANUARY)
    ended(desk, "case", FEBRUARY, product=desk.other)
    ended(desk, "article", APRIL, desk.article)
    alive(desk, FEBRUARY, suggested=[desk.article.pk])
    alive(desk, FEBRUARY, is_spared=True)
    alive(desk, APRIL)


def figures(rows) -> dict[str, list[str]]:
    return {name: tally.cells for name, tally in rows}


@pytest.mark.rule("WIZ-8", "AGENT-4")
def test_it_counts_by_month_product_and_article(drafts, at_desk):
    page = at_desk("meg").get(URL, SPAN)
    found = page.context["report"]

    assert figures(found.months) == {
        "January 2026": ["4", "2", "1", "0", "2", "33%"],
        "February 2026": ["3", "1", "0", "2", "0", "100%"],
    }
    assert figures(found.products) == {
        "Commerce Pro": ["6", "3", "1", "1", "2", "50%"],
        "Other": ["1", "0", "0", "1", "0", "100%"],
    }
    assert [(row["title"], row["shown"], row["solved"]) for row in found.articles] == [
        ("Clear the cache", 2, 1)
    ]
    assert "60% of the drafts that came to an end needed no case; 7 were begun." in page.text
    assert 'role="img"' in page.text


@pytest.mark.rule("WIZ-8")
def test_it_can_be_of_one_product_and_for_a_spreadsheet(drafts, desk, at_desk):
    query = SPAN | {"product": desk.other.pk, "file": "csv"}

    answer = at_desk("vera").get(URL, query)

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert list(csv.reader(lines))[1:] == [["2026-02", "Other", "1", "0", "0", "1", "0", "100"]]
    assert answer["Content-Disposition"].startswith('attachment; filename="deflection-')


@pytest.mark.rule("AGENT-4")
@pytest.mark.parametrize(
    ("name", "status"), [("meg", 200), ("vera", 200), ("root", 200), ("ada", 403)]
)
def test_it_is_for_those_who_lead(desk, at_desk, name, status):
    assert at_desk(name).get(URL).status_code == status


@pytest.mark.parametrize(
    "query",
    [{"since": "2026-02-01", "until": "2026-01-01"}, {"since": "yesterday"}, {"product": "x"}],
)
def test_a_wrong_span_is_told_and_the_usual_one_shown(drafts, at_desk, query):
    page = at_desk("meg").get(URL, query)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert page.context["report"].total.begun > 0


def test_it_takes_as_many_queries_with_many_rows_as_with_few(drafts, desk, at_desk):
    client = at_desk("meg")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, SPAN)
        return len(queries)

    few = count()
    for _ in range(3):
        ended(desk, "article", FEBRUARY, ArticleFactory(), product=ProductFactory())

    assert count() == few <= 12
