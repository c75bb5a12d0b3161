"""An article as a page: read, looked around in, judged (HOME-2)."""

import pytest
from django.conf import settings

from knowledge.models import Article, Opinion, Tag
from tests.factories import ArticleFactory, UserFactory

LONG = "Before.\n\n## First\n\n### Within\n\n## Second\n\nText.\n\n## First\n\nEnd."


@pytest.fixture
def article(cast):
    row = ArticleFactory(slug="refunds", topic="refunds", title="Refunds", body=LONG)
    row.products.add(cast.product)
    row.tags.add(Tag.objects.create(slug="billing", name_en="Billing"))
    return row


@pytest.fixture
def max_reads(cast, client, article):
    client.force_login(cast.max)
    return client


def test_headings_can_be_linked_to_and_a_long_page_has_a_table_of_contents(client, article):
    page = client.get("/help/refunds/").text

    for anchor, level in (("s1-first", 2), ("s2-within", 3), ("s3-second", 2), ("s4-first", 2)):
        assert f'<h{level} id="{anchor}">' in page
        assert f'href="#{anchor}"' in page


def test_a_short_page_has_none(client, db):
    ArticleFactory(slug="short", body="# One\n\nText.")

    assert "On this page" not in client.get("/help/short/").text


@pytest.mark.rule("HOME-2", "USE-1")
def test_languages_of_a_public_article_are_linked_for_people_and_for_search_engines(
    client, article
):
    ArticleFactory(slug="avoirs", topic="refunds", language="fr", body="# Titre\n\nUn *avoir*.")

    page = client.get("/help/avoirs/").text

    site = settings.SITE_URL
    assert f'<link rel="canonical" href="{site}/help/avoirs/">' in page
    assert f'<link rel="alternate" hreflang="en" href="{site}/help/refunds/">' in page
    assert '<a href="/help/refunds/" hreflang="en">' in page
    assert '<meta name="description" content="Un avoir.">' in page


@pytest.mark.rule("HOME-2")
def test_an_article_for_the_entitled_says_so_and_is_not_for_search_engines(max_reads, article):
    Article.objects.update(audience="entitled")

    page = max_reads.get("/help/refunds/").text

    assert "Only for customers of <b>Commerce Pro</b>" in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page


@pytest.mark.rule("HOME-2")
def test_related_are_those_of_the_product_the_tag_or_a_like_title_in_the_language(
    cast, client, article
):
    tag = article.tags.get()
    ArticleFactory(slug="both", title="Other things").products.add(cast.product)
    Article.objects.get(slug="both").tags.add(tag)
    ArticleFactory(slug="tagged", title="Invoices").tags.add(tag)
    ArticleFactory(slug="alike", title="Refunds again")
    ArticleFactory(slug="far", title="Signing in")
    ArticleFactory(slug="fr", title="Refunds", language="fr").tags.add(tag)
    ArticleFactory(slug="hidden", audience="customers").tags.add(tag)

    related = client.get("/help/refunds/").context["related"]

    assert [one.slug for one in related] == ["both", "tagged", "alike"]


class TestOpinion:
    URL = "/help/refunds/opinion/"

    @pytest.mark.rule("HOME-2")
    def test_somebody_says_once_whether_it_helped_and_may_think_better_of_it(self, cast, max_reads):
        for answer, words, helped in (("yes", "", 1), ("no", "Which menu?", 0), ("yes", "Ah.", 1)):
            response = max_reads.post(self.URL, {"is_helpful": answer, "words": words})

            assert response["Location"] == "/help/refunds/#opinion"
            opinion = Opinion.objects.get()
            assert (opinion.user, opinion.is_helpful, opinion.words) == (
                cast.max,
                answer == "yes",
                words,
            )
            assert Article.objects.get().helped == helped
        assert "You said that it helped. Thank you." in max_reads.get("/help/refunds/").text

    @pytest.mark.parametrize(
        "data", [{}, {"is_helpful": "maybe"}, {"is_helpful": "no", "words": "x" * 2001}]
    )
    def test_what_is_no_answer_is_refused_beside_the_words(self, max_reads, data):
        response = max_reads.post(self.URL, data)

        assert response.status_code == 422
        assert "There is a problem" in response.text
        assert data.get("words", "") in response.text
        assert not Opinion.objects.exists()

    @pytest.mark.rule("HOME-2", "ID-1")
    def test_visitors_are_asked_to_sign_in_and_strangers_know_of_nothing(self, client, article):
        assert "Sign in to tell us" in client.get("/help/refunds/").text
        assert "/accounts/login/" in client.post(self.URL, {"is_helpful": "yes"})["Location"]

        Article.objects.update(audience="entitled")
        client.force_login(UserFactory(first_name="Stan"))

        assert client.post(self.URL, {"is_helpful": "yes"}).status_code == 404
        assert not Opinion.objects.exists()

    @pytest.mark.rule("HOME-2")
    def test_the_most_helpful_are_named_first(self, cast, client, article):
        ArticleFactory(slug="other", title="Less helpful", helped=1)
        Article.objects.filter(pk=article.pk).update(helped=3)

        helpful = client.get("/help/").context["helpful"]

        assert [one.slug for one in helpful] == ["refunds", "other"]


def test_a_page_has_a_constant_number_of_queries(cast, max_reads, django_assert_max_num_queries):
    def ask():
        with django_assert_max_num_queries(18) as counted:
            max_reads.get("/help/refunds/")
        return len(counted)

    before = ask()
    for n in range(5):
        row = ArticleFactory(title=f"Refunds {n}")
        row.products.add(cast.product)
        row.tags.set(Tag.objects.all())

    assert ask() == before


@pytest.mark.rule("HOME-2", "ID-1")
def test_search_engines_find_public_articles_only_under_the_configured_origin(client, article):
    ArticleFactory(slug="avoirs", topic="refunds", language="fr")
    ArticleFactory(slug="closed", audience="customers")
    ArticleFactory(slug="draft", is_published=False)

    sitemap = client.get("/sitemap.xml", headers={"host": "localhost"}).text
    robots = client.get("/robots.txt").text

    assert sitemap.count("<url>") == 2
    assert f"<loc>{settings.SITE_URL}/help/avoirs/</loc>" in sitemap
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml\n" in robots
    assert "Disallow: /o/\n" in robots
