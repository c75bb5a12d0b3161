"""Who reads what, on every way to an article (HOME-2)."""

import pytest
from django.contrib.auth.models import AnonymousUser

from knowledge.actions import add_image
from knowledge.models import Article, ArticleImage
from orgs.models import Entitlement
from tests.factories import ArticleFactory, ProductFactory, UserFactory
from tests.integration.knowledge.conftest import picture

READERS = {
    # person: what may be read
    "nobody": {"public"},
    "stranger": {"public"},
    "left": {"public"},
    "max": {"public", "customers", "pro"},
    "olga": {"public", "customers", "pro"},
    "gus": {"public", "customers", "pro"},
    "eve": {"public", "customers", "pro"},
    "ada": {"public", "customers", "pro", "other", "none"},
}
"""A member, the owner, a grantee, another tenant, an agent; and who has no tie (any more)."""


@pytest.fixture
def people(cast):
    cast.nobody = AnonymousUser()
    cast.stranger = UserFactory(first_name="Stan")
    cast.left = UserFactory(first_name="Lea", is_active=False)
    cast.acme.memberships.create(user=cast.left)
    return cast


@pytest.fixture
def articles(cast):
    for slug, audience, products in (
        ("public", "public", [ProductFactory()]),
        ("customers", "customers", [ProductFactory()]),
        ("pro", "entitled", [ProductFactory(), cast.product]),
        ("other", "entitled", [ProductFactory()]),
        ("none", "entitled", []),
    ):
        row = ArticleFactory(slug=slug, audience=audience, title=f"Payment of {slug}")
        row.products.set(products)
    for audience in Article.Audience:
        ArticleFactory(slug=f"draft-{audience}", audience=audience, is_published=False)


def readable(user):
    return {article.slug for article in Article.objects.readable_by(user)}


@pytest.mark.rule("HOME-2", "ID-1")
@pytest.mark.parametrize("name", READERS)
def test_who_reads_what(people, articles, name):
    assert readable(getattr(people, name)) == READERS[name]


def seen_on_pages(client):
    """By list, search, page, picture and sitemap: what each of them shows of the articles."""
    slugs = Article.objects.values_list("slug", flat=True)
    pictures = ArticleImage.objects.values_list("article__slug", "pk")

    def rows(query):
        return {row.slug for row in client.get("/help/", query).context["page"].rows}

    sitemap = client.get("/sitemap.xml").text
    return {
        "list": rows({}),
        "search": rows({"q": "payment"}),
        "close": {row.slug for row in client.get("/help/", {"q": "pyament"}).context["close"][0]},
        "page": {slug for slug in slugs if client.get(f"/help/{slug}/").status_code == 200},
        "picture": {
            slug
            for slug, pk in pictures
            if client.get(f"/help/{slug}/images/{pk}/").status_code == 200
        },
        "sitemap": {slug for slug in slugs if f"/help/{slug}/<" in sitemap},
    }


@pytest.mark.rule("HOME-2", "ID-1")
@pytest.mark.parametrize("name", [name for name in READERS if name != "left"])
def test_every_way_to_an_article_goes_through_the_wall(people, articles, client, name):
    for article in Article.objects.all():
        add_image(article=article, upload=picture(), description="A menu")
    if name != "nobody":
        client.force_login(getattr(people, name))

    seen = seen_on_pages(client)

    assert seen.pop("sitemap") == {"public"}
    assert seen == dict.fromkeys(seen, READERS[name])


@pytest.mark.rule("HOME-2", "API-1")
@pytest.mark.parametrize("name", [name for name in READERS if name not in ("nobody", "left")])
def test_programs_read_what_their_people_read(people, articles, program, name):
    client, slugs = program(name), Article.objects.values_list("slug", flat=True)

    for query in ({}, {"q": "payment"}, {"q": "paymnet or payment"}):
        rows = client.get("/api/v1/articles", query).json()["results"]
        assert {row["slug"] for row in rows} == READERS[name]
    one_by_one = {
        slug for slug in slugs if client.get(f"/api/v1/articles/{slug}").status_code == 200
    }
    assert one_by_one == READERS[name]


@pytest.mark.rule("HOME-2")
def test_a_picture_is_drawn_and_never_run_and_kept_by_nobody_unless_public(
    people, articles, client
):
    client.force_login(people.max)
    kept = {}
    for slug in ("public", "customers"):
        row = add_image(
            article=Article.objects.get(slug=slug), upload=picture(), description="A menu"
        )
        answer = client.get(row.get_absolute_url())
        kept[slug] = answer["Cache-Control"]
        assert answer["Content-Type"] == "image/png"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"

    assert kept == {"public": "public, max-age=3600", "customers": "private, no-store"}
    assert client.get(f"/help/customers/images/{row.pk}/").status_code == 200
    assert client.get(f"/help/public/images/{row.pk}/").status_code == 404


@pytest.mark.rule("HOME-2", "ENT-6")
def test_an_entitlement_counts_while_it_is_active(people, articles):
    ours = Entitlement.objects.filter(organization=people.acme)

    ours.update(suspended_for="billing")

    assert readable(people.max) == {"public", "customers"}
    assert readable(people.eve) == READERS["eve"]


@pytest.mark.rule("HOME-2", "SHA-10")
def test_what_was_read_through_a_grant_ends_with_it(people, articles):
    people.gus.grants_held.all().delete()

    assert readable(people.gus) == {"public"}
