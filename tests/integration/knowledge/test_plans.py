"""Each question to the help center can be answered by an index (HOME-2)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge.close import close_to
from knowledge.models import Article
from knowledge.search import search
from knowledge.views.articles import NEWEST_FIRST
from portal.keyset import cut


def readable():
    return Article.objects.readable_by(AnonymousUser())


@pytest.mark.rule("HOME-2")
@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda: list(search(readable(), "refund", language="en", marked=True)), "article_search"),
        (lambda: close_to(readable(), "reufnd", language="en"), "article_title_trigrams"),
        (lambda: cut(readable().newest("en"), NEWEST_FIRST, size=20), "article_newest"),
        (lambda: list(readable().most_helpful("en")[:5]), "article_most_helpful"),
    ],
    ids=["search", "close", "newest", "most helpful"],
)
def test_an_index_answers(db, ask, index):
    with CaptureQueriesContext(connection) as queries:
        ask()
    asked = queries.captured_queries[-2 if index == "article_title_trigrams" else -1]["sql"]

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_indexscan = on")
        cursor.execute(f"EXPLAIN {asked}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert index in plan
