"""Who reads what, on every way to an article (HOME-2)."""

import pytest
from django.contrib.auth.models import AnonymousUser

from knowledge.models import Article
from orgs.models import Entitlement
from tests.factories import ArticleFactory, ProductFactory, UserFactory

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
