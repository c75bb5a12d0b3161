"""Articles that may answer a case while it is written (WIZ-8)."""

import pytest
from django.contrib.auth.models import AnonymousUser

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
def test_it_costs_one_query(product, django_assert_num_queries):
    for _ in range(3):
        ArticleFactory(title="Checkout").products.add(product)

    with django_assert_num_queries(1):
        suggest(user=STRANGER, text="checkout", product=product, language="en")
