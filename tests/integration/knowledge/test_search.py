"""What a search of the knowledge base finds, and in which order (HOME-2)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import timezone

from knowledge.actions import forget_rare_searches, note_fruitless
from knowledge.close import close_to
from knowledge.models import Article, FruitlessSearch, Synonyms, Tag
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


class TestMarks:
    @pytest.fixture
    def look(self, client):
        return lambda text: client.get("/help/", {"q": text}).text.partition("<main")[2]

    @pytest.mark.rule("HOME-2")
    @pytest.mark.parametrize(
        ("text", "title", "excerpt"),
        [
            ("refund", "<mark>Refunds</mark> &lt;b&gt;", "a <mark>refund</mark> settles"),
            ("settled", "Refunds &lt;b&gt;", "refund <mark>settles</mark>"),
        ],
    )
    def test_the_words_are_marked_where_they_stand_and_nothing_is_run(
        self, db, look, text, title, excerpt
    ):
        ArticleFactory(
            title="Refunds <b>",
            body="# A\n\nHow **a refund** [settles](https://x.example) <script>alert(1)</script>",
        )

        found = look(text)

        assert title in found
        assert excerpt in found
        assert "<script>alert" not in found
        assert "**" not in found.partition("card__list")[2]

    def test_marks_that_somebody_typed_mark_nothing(self, db, look):
        ArticleFactory(title="Refunds", body="\x03 refund \x02 and <i> \x02\x02")

        assert look("refund").count("<mark>") == 2

    def test_what_is_searched_for_is_shown_as_it_was_typed(self, db, look):
        assert "&lt;i&gt;x" in look("<i>x")
        assert "<i>x" not in look("<i>x")


class TestClose:
    @pytest.fixture(autouse=True)
    def articles(self, db):
        tag = Tag.objects.create(slug="b", name_en="Billing", name_fr="Facturation")
        ArticleFactory(slug="invoice", title="Why is my invoice overdue?").tags.add(tag)
        ArticleFactory(slug="payment", title="Payment could not be started")
        ArticleFactory(slug="facture", title="Ma facture impayée", language="fr")

    def close(self, text, language="en"):
        found = close_to(Article.objects.all(), text, language=language)
        return [row.slug for row in found.articles], found.meant

    @pytest.mark.rule("HOME-2")
    @pytest.mark.parametrize(
        ("text", "slugs", "meant"),
        [
            ("invioce", ["invoice"], "invoice"),
            ("Invoise overdeu", ["invoice"], "invoice overdue"),
            ("paymnet", ["payment"], "payment"),
            ("biling", ["invoice"], "billing"),
            ("zebra", [], ""),
            ("' or 1=1 --", [], ""),
            ("", [], ""),
            ("\\", [], ""),
        ],
    )
    def test_mistyped_words_of_titles_and_tags_are_found(self, text, slugs, meant):
        assert self.close(text) == (slugs, meant)

    def test_a_tag_of_what_one_may_not_read_is_never_meant(self):
        Tag.objects.create(slug="t", name_en="Titanium").articles.add(
            ArticleFactory(is_published=False)
        )
        readable = Article.objects.readable_by(AnonymousUser())

        assert close_to(readable, "titanum", language="en") == ([], "")

    @pytest.mark.rule("HOME-2", "USE-1")
    def test_in_french_without_its_accents_too(self):
        assert self.close("factrue impayee", "fr") == (["facture"], "facture impayée")

    @pytest.mark.rule("HOME-2")
    def test_the_page_offers_them_where_little_was_found_in_a_constant_number_of_queries(
        self, client, django_assert_num_queries
    ):
        with django_assert_num_queries(13):
            page = client.get("/help/", {"q": "invioce"}).text
        for n in range(9):
            ArticleFactory(title=f"Invoice {n}")
        with django_assert_num_queries(4):
            full = client.get("/help/", {"q": "invoice"}).text

        assert 'Did you mean <a href="?q=invoice">invoice</a>?' in page
        assert "Close matches" in page
        assert "Close matches" not in full


class TestFruitless:
    @pytest.fixture(autouse=True)
    def empty_cache(self):
        cache.clear()

    def ask(self, client, text, address="192.0.2.1"):
        client.get("/help/", {"q": text}, REMOTE_ADDR=address)

    @pytest.mark.rule("HOME-2")
    def test_what_nobody_wrote_yet_is_counted_once_a_day_for_each_who_asks(self, db, client):
        for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
            self.ask(client, "  Exporting  ÉVERYTHING ", address)

        row = FruitlessSearch.objects.get()
        assert (row.words, row.language, row.times) == ("exporting everything", "en", 2)

    @pytest.mark.rule("HOME-2")
    @pytest.mark.parametrize(
        "text",
        ["sue@example.com", "https://shop.example/x", "call 0612345678", "ab", "refund", "' & |"],
    )
    def test_nothing_of_a_person_and_nothing_that_was_found_is_kept(self, db, client, text):
        ArticleFactory(title="Refund")

        self.ask(client, text)

        assert not FruitlessSearch.objects.exists()

    @pytest.mark.rule("HOME-2")
    def test_nobody_fills_the_list_alone(self, db):
        for n in range(40):
            note_fruitless(text=f"zebra {n}", language="en", asker="somebody")

        assert FruitlessSearch.objects.count() == 30

    @pytest.mark.rule("HOME-2")
    def test_rare_ones_are_forgotten(self, db):
        now = timezone.now()
        for words, times, days in (
            ("new", 1, 29),
            ("rare", 1, 31),
            ("wanted", 2, 31),
            ("old", 9, 366),
        ):
            FruitlessSearch.objects.create(
                words=words, language="en", times=times, last_at=now - timedelta(days=days)
            )

        forget_rare_searches()

        assert set(FruitlessSearch.objects.values_list("words", flat=True)) == {"new", "wanted"}


@pytest.mark.rule("HOME-2")
def test_products_and_tags_narrow_the_list_and_unknown_ones_are_left_out_with_a_note(db, client):
    product, tag = ProductFactory(name="Pro"), Tag.objects.create(slug="b", name_en="Billing")
    ArticleFactory(slug="about").products.add(product)
    ArticleFactory(slug="tagged").tags.add(tag)
    ArticleFactory(slug="neither")

    def rows(**query):
        return {row.slug for row in client.get("/help/", query).context["page"].rows}

    assert rows(product=product.pk) == {"about"}
    assert rows(tag="b") == {"tagged"}
    assert rows(tag="b", product=product.pk) == set()
    assert rows(tag="zebra", product="x") == {"about", "tagged", "neither"}
    notes = client.get("/help/", {"tag": "zebra", "after": "x"}).context["notes"]
    assert notes == [
        "Unknown filter, left out: Tag.",
        "The page is unknown; this is the first one.",
    ]
