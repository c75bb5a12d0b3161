"""What customers and visitors read."""

import pytest

from tests.factories import ArticleFactory


@pytest.fixture
def articles(db):
    ArticleFactory(slug="public", title="Orders stop at the payment step")
    ArticleFactory(slug="customers", title="Upgrading without surprises", audience="customers")
    ArticleFactory(slug="draft", title="Not yet finished", is_published=False)
    ArticleFactory(slug="fr", title="Les commandes restent bloquées", language="fr")


@pytest.mark.rule("HOME-2", "ID-1")
@pytest.mark.parametrize(
    ("slug", "visitor", "customer"),
    [("public", 200, 200), ("customers", 404, 200), ("draft", 404, 404), ("nothing", 404, 404)],
)
def test_who_reads_which_article(cast, client, articles, slug, visitor, customer):
    assert client.get(f"/help/{slug}/").status_code == visitor

    client.force_login(cast.max)

    assert client.get(f"/help/{slug}/").status_code == customer


@pytest.mark.rule("HOME-2")
@pytest.mark.parametrize(
    ("signed_in", "language", "titles"),
    [
        (False, "en", ["Orders stop at the payment step"]),
        (True, "en", ["Upgrading without surprises", "Orders stop at the payment step"]),
        (False, "fr", ["Les commandes restent bloquées"]),
    ],
)
def test_the_list_is_in_the_readers_language(cast, client, articles, signed_in, language, titles):
    if signed_in:
        client.force_login(cast.max)

    page = client.get("/help/", headers={"accept-language": language}).context["page"]

    assert [article.title for article in page.rows] == titles


@pytest.mark.rule("HOME-2")
@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ("payment", ["public"]),
        ("stopping payments", ["public"]),
        ("commande", ["fr"]),
        ("surprises", []),
        ("finished", []),
        ('"payment step"', ["public"]),
        ("payment -step", []),
        ("the and of", []),
        ("\0", ["public"]),
        ("x" * 300, []),
        ("' & | ! ( ) :*", []),
    ],
)
def test_a_search_finds_words_and_leaks_nothing(client, articles, words, slugs):
    page = client.get("/help/", {"q": words}).context["page"]

    assert [article.slug for article in page.rows] == slugs


@pytest.mark.rule("HOME-2")
def test_a_search_without_a_hit_says_what_to_do(client, articles):
    assert "Try fewer words, or others." in client.get("/help/", {"q": "quasar"}).text


@pytest.mark.rule("HOME-2")
def test_an_article_is_markdown_and_nothing_else(client, db):
    ArticleFactory(
        slug="evil", body="# Steps\n\n<script>alert(1)</script>\n\n- one\n- [two](javascript:x)"
    )

    body = (
        client.get("/help/evil/")
        .text.partition('<div class="prose">')[2]
        .partition("</article>")[0]
    )

    assert '<h2 id="s1-steps">Steps</h2>' in body
    assert "<li>one</li>" in body
    assert "<script" not in body
    assert "href" not in body


@pytest.mark.rule("USE-1")
def test_an_article_says_its_language_and_the_list_marks_the_other_one(client, articles):
    assert '<article class="stack" lang="fr">' in client.get("/help/fr/").text
    assert "French" in client.get("/help/", {"q": "commandes"}).text.partition("<main")[2]


def test_the_list_is_cut_by_keys(client, db, django_assert_max_num_queries):
    for n in range(45):
        ArticleFactory(title=f"Article {n:02}")

    with django_assert_max_num_queries(4):
        first = client.get("/help/").context["page"]
    second = client.get("/help/", {"after": first.next}).context["page"]
    third = client.get("/help/", {"after": second.next}).context["page"]

    assert [len(page.rows) for page in (first, second, third)] == [20, 20, 5]
    assert third.next == ""
    assert client.get("/help/", {"after": "rubbish"}).context["page"].rows == first.rows
