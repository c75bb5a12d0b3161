"""Articles that may answer a case while it is written (WIZ-8)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from knowledge.models import Article, Synonyms
from knowledge.suggestions import suggest
from tests.factories import ArticleFactory, ProductFactory

STRANGER = AnonymousUser()


def slugs(text, **given):
    given = {"user": STRANGER, "product": None, "language": "en"} | given
    return [article.slug for article in suggest(text=text, **given)]


@pytest.fixture
def product(db):
    return ProductFactory()


@pytest.mark.rule("WIZ-8")
def test_one_word_in_common_is_enough(db):
    ArticleFactory(slug="payment", title="Payment could not be started")
    ArticleFactory(slug="login", title="Nobody can sign in")

    assert slugs("Since this morning our customers cannot pay: payments fail.") == ["payment"]


@pytest.mark.rule("WIZ-8")
def test_the_product_comes_first(product):
    ArticleFactory(slug="close", title="Checkout fails, checkout stops, checkout hangs")
    about = ArticleFactory(slug="about", title="About things", body="A word on checkout.")
    about.products.add(product)

    assert slugs("checkout fails", product=product) == ["about", "close"]
    assert slugs("checkout fails") == ["close", "about"]


@pytest.mark.rule("WIZ-8", "USE-1")
def test_the_product_comes_before_the_readers_language(product):
    french = ArticleFactory(slug="fr", title="Le checkout échoue", language="fr")
    french.products.add(product)
    ArticleFactory(slug="en", title="The checkout fails")

    assert slugs("checkout", product=product) == ["fr", "en"]
    assert slugs("checkout") == ["en", "fr"]
    assert slugs("checkout", language="fr-ca") == ["fr", "en"]


@pytest.mark.rule("WIZ-8")
def test_there_are_five_at_most(db):
    for _ in range(7):
        ArticleFactory(title="Checkout fails")

    assert len(slugs("checkout")) == 5
    assert len(slugs("checkout", limit=2)) == 2


@pytest.mark.rule("WIZ-8", "HOME-2")
def test_people_are_suggested_what_they_may_read(cast):
    ArticleFactory(slug="draft", title="Checkout", is_published=False)
    ArticleFactory(slug="customers", title="Checkout", audience="customers")

    assert slugs("checkout", user=cast.max) == ["customers"]
    assert slugs("checkout") == []


@pytest.mark.rule("WIZ-8")
@pytest.mark.parametrize(
    "text",
    ["", "   ", "the of and", "\0", "' & | ! ( ) :* \\", "http://x.example/?a=1&b=2|3", "é" * 9000],
)
def test_no_text_breaks_it(db, text):
    ArticleFactory(title="Checkout")

    assert slugs(text) == []


@pytest.mark.rule("WIZ-8")
@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("Our paym", ["payment"]),
        ("Our paym\nSince noon.", ["payment"]),
        ("Our paym since noon", []),
        ("pa", []),
        ("paymentless", []),
    ],
)
def test_the_last_word_of_a_line_may_be_half_typed(db, text, finds):
    ArticleFactory(slug="payment", title="Payment could not be started")

    assert slugs(text) == finds


@pytest.mark.rule("WIZ-8", "HOME-2")
@pytest.mark.parametrize("text", ["Our basket is empty", "our shopping bags are slow"])
def test_what_means_the_same_is_found_too(db, text):
    Synonyms.objects.create(words=["cart", "basket", "shopping bag"])
    ArticleFactory(slug="cart", title="The cart loses its items")
    ArticleFactory(slug="login", title="Nobody can sign in")

    assert slugs(text) == ["cart"]


@pytest.mark.rule("WIZ-8")
def test_it_costs_one_query(product, django_assert_num_queries):
    for _ in range(3):
        ArticleFactory(title="Checkout").products.add(product)

    with django_assert_num_queries(1):
        assert len(slugs("checkout", product=product)) == 3


@pytest.mark.rule("WIZ-8")
def test_on_full_shelves_common_words_do_not_count_and_the_index_finds_the_others(product):
    """What `bench` measures at 10,000 articles."""
    shelf = ArticleFactory.build_batch(2_000, body="How the checkout works.")
    Article.objects.bulk_create(shelf)
    ArticleFactory(slug="quota", title="Quota of the checkout")
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('article_search')")
        cursor.execute("ANALYZE knowledge_article")
    found = suggest(
        user=STRANGER, text="The checkout works, but the quota", product=product, language="en"
    )

    assert [article.slug for article in found] == ["quota"]
    assert "Bitmap Index Scan on article_search" in found.explain()
