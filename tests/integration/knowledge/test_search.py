"""What a search of the knowledge base finds, and in which order (HOME-2)."""

import pytest

from knowledge.models import Article, Synonyms
from knowledge.search import BEST_FIRST, search
from knowledge.synonyms import MOST, other_words
from portal.keyset import cut
from tests.factories import ArticleFactory, ProductFactory


def slugs(text, language="en", **options):
    found = search(Article.objects.all(), text, language=language, **options)
    return [article.slug for article in found]


@pytest.mark.rule("HOME-2")
def test_product_language_and_title_come_before_the_rest(db):
    product = ProductFactory()
    ArticleFactory(slug="text", body="Refund, refunds, refunding. " * 20)
    ArticleFactory(slug="title", title="A refund")
    ArticleFactory(slug="fr", title="Le refund", language="fr")
    ArticleFactory(slug="about", language="fr", body="No refund here.").products.add(product)

    assert slugs("refund") == ["title", "text", "fr", "about"]
    assert slugs("refund", "fr-ca")[:2] == ["fr", "about"]
    assert slugs("refund", product=product)[0] == "about"


@pytest.mark.rule("HOME-2")
@pytest.mark.parametrize(
    "text",
    ["facturation", "FACTURÉS", "facturee", "fact", '"factures impayées"', "relance or zebra"],
)
def test_accents_endings_and_beginnings_do_not_matter(db, text):
    ArticleFactory(slug="fr", title="Factures impayées", body="La relance facturée.", language="fr")

    assert slugs(text, "fr") == ["fr"]


@pytest.mark.rule("HOME-2")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("late invoice", {"invoice", "bill"}),
        ("late bills", {"invoice", "bill"}),
        ("overdue facture", {"invoice", "bill"}),
        ('"late bill"', {"bill"}),
        ("late -invoice", {"bill"}),
        ("billing", {"bill"}),
    ],
)
def test_synonyms_are_found_both_ways_unless_the_words_are_meant(db, text, found):
    Synonyms.objects.create(words=["Invoice", "bill", "bills", "facture"])
    Synonyms.objects.create(words=["late", "overdue"])
    ArticleFactory(slug="invoice", title="A late invoice")
    ArticleFactory(slug="bill", title="A late bill")

    assert set(slugs(text)) == found


def test_other_words_are_whole_words_and_have_an_end():
    groups = [["single sign-on", "SSO"], ["log in", "sign in"]]

    assert other_words("sso fails", groups) == ["single sign on fails"]
    assert other_words("ssos fail", groups) == []
    assert len(other_words("a b c", [[*"abcdef"], [*"ghaijk"], [*"clmno"]])) == MOST - 1


@pytest.mark.rule("HOME-2")
def test_results_are_cut_by_keys(db, django_assert_num_queries):
    for n in range(7):
        ArticleFactory(slug=f"a{n}", title="Refund" if n % 2 else "Other", body="refund")
    whole, after, found = slugs("refund"), "", []

    while page := cut(
        search(Article.objects.all(), "refund", language="en"), BEST_FIRST, size=3, after=after
    ):
        found += [article.slug for article in page.rows]
        if not (after := page.next):
            break

    assert found == whole
    with django_assert_num_queries(2):
        slugs("refund")
