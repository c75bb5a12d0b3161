"""Articles beside the form, and the way out that they open."""

import re

import pytest

from cases.models import Case, CaseDraft, EndedDraft
from knowledge.models import Article
from tests.integration.cases.wizard.conftest import picture


@pytest.fixture
def article(cast) -> Article:
    row = Article.objects.create(
        slug="payment", language="en", title="Payment fails", body="Look.", is_published=True
    )
    row.products.add(cast.product)
    return row


@pytest.mark.rule("WIZ-8")
def test_articles_follow_what_is_typed(sue, article):
    sue.reach("issue")

    page = sue.answer("issue", title="My payment fails", description="", refresh="1")

    assert page.status_code == 200
    assert list(page.context["related"].articles) == [article]
    assert f'href="{article.get_absolute_url()}" target="_blank"' in page.text
    assert "This solved it" in page.text
    assert "2 suggestions after the form." in page.text


@pytest.mark.rule("WIZ-8")
def test_each_says_why_it_is_there_and_how_it_begins(sue, article):
    article.body = "# Payment\n\nLook at **the [log](/log/)**, first.\n\nThen wait."
    article.save()
    sue.reach("issue")

    page = sue.answer("issue", title="My payment fails", description="", refresh="1").text
    panel = page.partition('id="suggestions"')[2]

    assert '<span class="tag">Commerce Pro</span>' in panel
    assert "Look at the log, first." in panel
    assert "Then wait." not in panel


@pytest.mark.rule("WIZ-8")
@pytest.mark.parametrize("title", ["", "pa", "Completely different"])
def test_without_a_match_nothing_is_shown(sue, article, title):
    sue.reach("issue")

    page = sue.answer("issue", title=title, description="", refresh="1").text

    assert "Articles that may help" not in page
    assert re.search(r'<aside[^>]* id="suggestions"[^>]* hidden>', page)
    assert re.search(r'id="suggested" role="status"></p>', page)


@pytest.mark.rule("WIZ-8")
def test_this_solved_it_leaves_the_wizard_and_is_counted_once(sue, article):
    sue.reach("issue")
    sue.upload(picture(), title="My payment fails")
    url = sue.url("solved", sue.draft.pk)

    for _click in range(2):
        answer = sue.client.post(url, {"article": [article.pk, "x", "9" * 30]})
        assert answer.url == sue.url("summary")

    row = EndedDraft.objects.get()
    assert (row.draft, row.organization) == (sue.draft.pk, sue.draft.organization)
    assert (row.way, row.begun_at) == ("article", sue.draft.created_at)
    assert list(row.articles.all()) == [article]
    assert not CaseDraft.objects.exists()
    assert not Case.objects.filter(submission=sue.draft.pk).exists()


@pytest.mark.rule("WIZ-8")
def test_the_product_is_counted_along(sue, cast):
    sue.reach("contact", product=cast.product.pk)

    sue.client.post(sue.url("solved", sue.draft.pk))

    assert EndedDraft.objects.get().product == cast.product
