"""Saved views: one's own lists, under names."""

import re

import pytest

from cases import actions
from cases.models import SavedView
from cases.models.saved import MAX_SAVED_VIEWS
from orgs.roles import Role
from portal.problems import Unprocessable
from tests.factories import ProductFactory, give_role
from tests.races import all_at_once

LIST, VIEWS = "/o/acme/cases/", "/o/acme/cases/views/"


def saved(user):
    return dict(SavedView.objects.filter(user=user).values_list("name", "query"))


def save(client, name, query="scope=org&status=open", **more):
    return client.post(VIEWS, {"name": name, "query": query, **more})


@pytest.mark.rule("LIST-3")
def test_a_saved_view_stands_above_the_list_and_is_marked_while_it_is_shown(cast, sue):
    answer = save(sue, "Open ones")

    assert answer.url == f"{LIST}?scope=org&status=open"
    shown = sue.get(answer.url).text
    assert re.search(r'href="[^"]*\?scope=org&amp;status=open" aria-current="true">', shown)
    assert "Save this view" not in shown
    other = sue.get(LIST).text
    assert "Open ones" in other
    assert 'status=open" aria-current="true"' not in other


@pytest.mark.rule("LIST-3")
@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("status=open&scope=org", "scope=org&status=open"),
        ("scope=org&after=1.2&page=7&x=y", "scope=org"),
        ("status=lost&priority=9&sort=title&period=5", "scope=mine"),
        ("sort=-activity", "scope=mine"),
        ("q=caf%C3%A9&sort=relevance", "q=caf%C3%A9&scope=mine"),
        ("q=x&sort=-activity", "q=x&scope=mine&sort=-activity"),
        ("scope=org&period=6&escalated=yes", "scope=org&period=6&escalated=yes"),
        ("priority=2&priority=3", "scope=mine&priority=3"),
        ("q=a%00b", "scope=mine"),
        ("", "scope=mine"),
    ],
)
def test_what_is_kept_is_what_the_list_understands(cast, sue, query, kept):
    save(sue, "Kept", query)

    assert saved(cast.sue) == {"Kept": kept}


@pytest.mark.rule("LIST-3")
def test_a_name_that_is_taken_is_said_beside_the_field_and_can_be_replaced(cast, sue):
    save(sue, "Mine", "scope=mine")

    refused = save(sue, "  MINE ", "scope=org")

    assert refused.status_code == 422
    assert "You have a view of this name already." in refused.text
    assert 'value="scope=org"' in refused.text
    assert 'name="replace"' in refused.text
    assert saved(cast.sue) == {"Mine": "scope=mine"}
    save(sue, "MINE", "scope=org", replace="1")
    assert saved(cast.sue) == {"Mine": "scope=org"}


@pytest.mark.rule("LIST-3")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Give the view a name."),
        ("   ", "Give the view a name."),
        ("x" * 61, "60"),
        ("a\x00b", "Null characters"),
    ],
)
def test_a_name_that_is_none_is_refused_and_nothing_typed_is_lost(cast, sue, name, words):
    answer = save(sue, name)

    assert answer.status_code == 422
    assert words in answer.text
    assert "error-summary" in answer.text
    assert 'value="scope=org&amp;status=open"' in answer.text
    assert saved(cast.sue) == {}


@pytest.mark.rule("LIST-3")
def test_a_search_that_is_too_long_to_keep_is_refused(cast, sue):
    answer = save(sue, "Long", "q=" + "%F0%9F%8E%AB" * 190)

    assert answer.status_code == 422
    assert "too long to be saved" in answer.text


@pytest.mark.rule("LIST-3")
def test_twenty_are_the_limit_for_each_organization(cast, sue):
    for number in range(MAX_SAVED_VIEWS):
        save(sue, f"View {number}")

    assert save(sue, "One more").status_code == 422
    assert len(saved(cast.sue)) == MAX_SAVED_VIEWS
    assert save(sue, "View 3", "scope=mine", replace="1").status_code == 302
    give_role(cast.sue, cast.globex, Role.SUPPORT_ADMIN)
    assert sue.post("/o/globex/cases/views/", {"name": "Elsewhere"}).status_code == 302


@pytest.mark.rule("LIST-3")
def test_one_is_renamed_and_deleted(cast, sue):
    save(sue, "Old")
    save(sue, "Other")
    pk = SavedView.objects.get(name="Old").pk

    assert sue.post(f"{VIEWS}{pk}/", {"name": "New"}).status_code == 302
    taken = sue.post(f"{VIEWS}{pk}/", {"name": "other"})

    assert taken.status_code == 422
    assert "You have a view of this name already." in taken.text
    assert set(saved(cast.sue)) == {"New", "Other"}
    assert sue.post(f"{VIEWS}{pk}/", {"name": "NEW"}).status_code == 302
    assert sue.post(f"{VIEWS}{pk}/deletion/").status_code == 302
    assert set(saved(cast.sue)) == {"Other"}


@pytest.mark.rule("LIST-3")
def test_those_of_others_do_not_exist(cast, client):
    view = actions.save_view(actor=cast.actor("sue"), name="Of sue", query="scope=org")
    pk = view.pk
    client.force_login(cast.olga)

    assert client.post(f"{VIEWS}{pk}/", {"name": "Taken over"}).status_code == 404
    assert client.post(f"{VIEWS}{pk}/deletion/").status_code == 404
    assert "Of sue" not in client.get(LIST).text + client.get(VIEWS).text
    assert client.post(f"{VIEWS}{10**30}/deletion/").status_code == 404


@pytest.mark.rule("LIST-3")
def test_a_product_that_went_is_left_out_with_a_note(cast, sue):
    gone = ProductFactory(name="Gone")
    SavedView.objects.create(
        user=cast.sue, organization=cast.acme, name="Old", query=f"scope=org&product={gone.pk}"
    )

    answer = sue.get(LIST + f"?scope=org&product={gone.pk}")

    assert answer.status_code == 200
    assert "Unknown filter, left out: Product." in answer.text
    assert cast.case.title in answer.text


@pytest.mark.rule("LIST-3")
@pytest.mark.django_db(transaction=True)
def test_two_tabs_do_not_save_the_twenty_first(cast):
    actor = cast.actor("sue")
    for number in range(MAX_SAVED_VIEWS - 1):
        actions.save_view(actor=actor, name=f"View {number}", query="scope=org")

    outcomes = all_at_once(
        [
            lambda: actions.save_view(actor=actor, name="Last", query="scope=org"),
            lambda: actions.save_view(actor=actor, name="Least", query="scope=org"),
        ]
    )

    assert len(saved(cast.sue)) == MAX_SAVED_VIEWS
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [Unprocessable]
