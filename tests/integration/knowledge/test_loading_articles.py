"""The shipped articles in the help center: laid there once, never over what somebody wrote."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.template import engines
from django.utils.translation import override

from knowledge.content import load, texts
from knowledge.models import Article, ArticleVersion, Tag
from tests.factories import ProductFactory, UserFactory

pytestmark = pytest.mark.django_db


def told(*arguments) -> list[str]:
    out = StringIO()
    call_command("load_articles", *arguments, stdout=out)
    return out.getvalue().splitlines()


def read(slug: str) -> str:
    return Article.objects.get(slug=slug).body


def ship_before(slug: str, body: str) -> None:
    """As if an older release had brought another text."""
    Article.objects.filter(slug=slug).update(body=body)
    ArticleVersion.objects.filter(article__slug=slug).update(body=body)


@pytest.mark.rule("HOME-5")
def test_they_are_laid_there_once():
    cloud = ProductFactory(name="Commerce Cloud")

    first = load()
    again = load()

    assert len(first.added) == len(texts()) == len(again.unchanged) == Article.objects.count()
    model = Article.objects.get(slug="shared-responsibility")
    assert (model.audience, [*model.products.all()]) == ("entitled", [cloud])
    assert Tag.objects.get(slug="urgent").name_fr == "Urgences"
    assert not Article.objects.filter(is_published=False).exists()


@pytest.mark.rule("HOME-5")
def test_a_newer_text_replaces_the_one_that_nobody_edited():
    load()
    newest = read("escalation")
    ship_before("escalation", "What we wrote last year.")

    report = load()

    assert report.updated == ["escalation"]
    assert read("escalation") == newest
    versions = ArticleVersion.objects.filter(article__slug="escalation")
    assert [*versions.values_list("number", "written_by")] == [(2, None), (1, None)]


@pytest.mark.rule("HOME-5")
def test_what_somebody_wrote_is_never_written_over():
    load()
    edited = Article.objects.get(slug="escalation")
    Article.objects.filter(pk=edited.pk).update(body="Ours is better.")
    edited.versions.create(
        number=2, title="Escalation", body="Ours is better.", written_by=UserFactory()
    )
    Article.objects.filter(slug="escalade").update(body="Changé à la main.")
    own = Article.objects.filter(topic="watchers", language="en")
    own.update(slug="of-our-own", body="Watch out.")
    own.get().versions.all().delete()

    report = load()

    assert sorted(report.kept) == ["escalade", "escalation", "watchers"]
    assert read("escalation") == "Ours is better."
    assert read("escalade") == "Changé à la main."
    assert read("of-our-own") == "Watch out."


def test_whether_one_is_published_and_for_whom_stays_the_vendors():
    load()
    Article.objects.filter(slug="watchers").update(is_published=False, audience="customers")
    ship_before("watchers", "What we wrote last year.")

    load()

    article = Article.objects.get(slug="watchers")
    assert (article.is_published, article.audience) == (False, "customers")


def test_the_command_says_what_became_of_them():
    first = told("--unpublished")
    Article.objects.filter(slug="watchers").update(body="Ours is better.")

    assert first[0].split() == [str(len(texts())), "added"]
    assert first[-1].endswith("Commerce Cloud")
    assert not Article.objects.filter(is_published=True).exists()
    assert told()[-1] == "kept as edited here: watchers"


def drawn(language: str) -> str:
    source = '{% load articles %}{% article_link "escalation" new_tab=True %}'
    with override(language):
        return engines["django"].from_string(source).render()


@pytest.mark.rule("HOME-5")
def test_pages_lead_to_the_article_in_the_readers_language(django_assert_num_queries):
    load()

    with django_assert_num_queries(1):
        french = drawn("fr")

    assert "/help/escalade/" in french
    assert "/help/escalation/" in drawn("en")
    Article.objects.filter(slug="escalade").update(is_published=False)
    assert drawn("fr").strip() == ""


@pytest.mark.rule("HOME-5", "ACC-2")
def test_a_refusal_leads_to_what_explains_it(cast, client):
    load()
    client.force_login(cast.max)

    refused = client.get("/o/acme/support/")

    assert refused.status_code == 403
    assert "/help/getting-access/" in refused.text
