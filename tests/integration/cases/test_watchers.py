"""Watchers: whom one can choose, how many, and how a watch ends (CASE-3)."""

import re

import pytest

from cases import actions
from cases.models import EventKind, Watcher
from cases.models.watcher import MAX_WATCHERS
from cases.notifications.mails import WATCH
from portal.problems import NotAllowed, Unprocessable
from portal.unsubscribing import stop_url
from tests.factories import CaseFactory, MembershipFactory, UserFactory


@pytest.fixture
def address(cast):
    return f"{cast.case.get_absolute_url()}watchers/"


def watch(cast, name, by="sue"):
    email = getattr(cast, name).email
    return actions.watch(actor=cast.actor(by), case=cast.case, email=email)


@pytest.mark.rule("CASE-3", "WIZ-3")
@pytest.mark.parametrize("name", ["olga", "sam", "max", "pat", "gus"])
def test_whoever_has_a_tie_to_the_organization_can_be_added(cast, name):
    assert watch(cast, name).user == getattr(cast, name)


@pytest.mark.rule("CASE-3", "WIZ-3")
def test_strangers_are_refused_in_the_same_words_whether_they_have_an_account_or_not(
    cast, sue, address
):
    words = []
    for email in ("eve@example.com", "gil@example.com", "nobody@example.com"):
        answer = sue.post(address, {"email": email})
        assert answer.status_code == 422
        error = re.search(r'<div class="field__error".*?</div>', answer.text, re.DOTALL)[0]
        words.append(error.replace(email, "…"))

    assert len(set(words)) == 1
    assert "ask a system admin to invite them" in words[0]
    assert not Watcher.objects.exists()


@pytest.mark.rule("CASE-3")
def test_an_address_is_found_whatever_its_case(cast):
    watcher = actions.watch(actor=cast.actor("sue"), case=cast.case, email=" MAX@example.COM ")

    assert watcher.user == cast.max


@pytest.mark.rule("CASE-3", "WIZ-3")
def test_duplicates_and_the_requester_collapse(cast):
    first = watch(cast, "max")

    assert watch(cast, "max") == first
    assert watch(cast, "sue") is None
    assert cast.case.events.filter(kind=EventKind.WATCHER_ADDED).count() == 1


@pytest.mark.rule("CASE-3")
def test_the_eleventh_is_refused_until_one_goes(cast, sue, address):
    members = [MembershipFactory(organization=cast.acme).user for _ in range(MAX_WATCHERS + 1)]
    for member in members[:-1]:
        actions.watch(actor=cast.actor("sue"), case=cast.case, email=member.email)

    answer = sue.post(address, {"email": members[-1].email})
    assert answer.status_code == 422
    assert "ten watchers at most" in answer.text

    actions.unwatch(actor=cast.actor("sue"), case=cast.case, watcher=cast.case.watchers.first())
    assert sue.post(address, {"email": members[-1].email}).status_code == 302


@pytest.mark.rule("CASE-3")
@pytest.mark.parametrize(
    ("name", "status"),
    [("olga", 200), ("sue", 200), ("gus", 200), ("max", 403), ("sam", 404), ("gil", 404)],
)
def test_who_manages_watchers(cast, client, name, status):
    case = CaseFactory(organization=cast.acme, product=cast.product, watched_by=[cast.max])
    client.force_login(getattr(cast, name))

    assert client.get(f"{case.get_absolute_url()}watchers/").status_code == status


@pytest.mark.rule("CASE-3")
def test_the_dialog_lists_offers_and_removes(cast, sue, address):
    sue.post(address, {"email": cast.max.email})

    page = sue.get(address).text

    assert "max@example.com" in page
    assert '<option value="olga@example.com">Olga Example</option>' in page
    assert '<option value="max@example.com">' not in page
    removal = re.search(r'action="([^"]+/removal/)"', page)[1]
    assert sue.post(removal).url == address
    assert not cast.case.watchers.exists()
    assert sue.post(removal).status_code == 404
    assert sue.get(removal).url == address


@pytest.mark.rule("CASE-3")
def test_a_watcher_of_another_case_is_not_removed_here(cast, sue, address):
    other = CaseFactory(organization=cast.acme, product=cast.product, watched_by=[cast.max])

    assert sue.post(f"{address}{other.watchers.get().pk}/removal/").status_code == 404
    assert other.watchers.exists()


@pytest.mark.rule("CASE-3", "ROLE-3")
def test_a_member_may_stop_watching_and_loses_the_case(cast, client):
    case = CaseFactory(
        organization=cast.acme, product=cast.product, watched_by=[cast.max, cast.olga]
    )
    client.force_login(cast.max)
    page = client.get(case.get_absolute_url()).text
    assert "Stop watching" in page
    own = re.search(r'action="([^"]+/removal/)"', page)[1]
    foreign = own.replace(
        f"/{case.watchers.get(user=cast.max).pk}/", f"/{case.watchers.get(user=cast.olga).pk}/"
    )

    assert client.post(foreign).status_code == 403
    assert client.post(own).url == "/o/acme/cases/"
    assert client.get(case.get_absolute_url()).status_code == 404
    assert case.watchers.get().user == cast.olga


@pytest.mark.rule("CASE-3")
def test_a_watcher_may_not_add_others(cast):
    watch(cast, "max")

    with pytest.raises(NotAllowed):
        actions.watch(actor=cast.actor("max"), case=cast.case, email="olga@example.com")


@pytest.mark.rule("ID-3")
def test_an_unverified_address_adds_nobody_and_is_told_why(cast):
    cast.sue.emailaddress_set.update(verified=False)

    with pytest.raises(NotAllowed, match="verify"):
        watch(cast, "max")


def test_who_may_not_sign_in_any_more_cannot_be_added(cast):
    gone = MembershipFactory(organization=cast.acme, user=UserFactory(is_active=False)).user

    with pytest.raises(Unprocessable):
        actions.watch(actor=cast.actor("sue"), case=cast.case, email=gone.email)


@pytest.fixture
def unsubscribe(cast):
    """The path in a mail to max, who watches the case."""
    return stop_url(WATCH, watch(cast, "max").pk).removeprefix("http://testserver")


@pytest.mark.rule("NOTE-4")
def test_one_click_in_a_mail_ends_the_watch_without_sign_in(cast, client, unsubscribe):
    asked = client.get(unsubscribe)
    assert "Stop watching" in asked.text
    assert cast.case.title not in asked.text
    assert cast.case.watchers.exists()

    answer = client.post(unsubscribe, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert not cast.case.watchers.exists()
    assert cast.case.events.latest("pk").kind == EventKind.WATCHER_REMOVED


@pytest.mark.rule("NOTE-4")
def test_a_mail_program_needs_no_csrf_token(cast, unsubscribe, client):
    client.handler.enforce_csrf_checks = True

    assert client.post(unsubscribe).status_code == 200
    assert not cast.case.watchers.exists()


@pytest.mark.rule("NOTE-4")
def test_twice_is_once(cast, client, unsubscribe):
    client.post(unsubscribe)

    assert client.post(unsubscribe).status_code == 200
    assert "You no longer watch" in client.get(unsubscribe).text
    assert cast.case.events.filter(kind=EventKind.WATCHER_REMOVED).count() == 1


@pytest.mark.rule("NOTE-4")
def test_it_works_for_those_who_lost_the_case(cast, client, unsubscribe):
    cast.max.memberships.all().delete()

    assert client.post(unsubscribe).status_code == 200
    assert not cast.case.watchers.exists()


@pytest.mark.parametrize("token", ["1", "1:forged", "x", "1:" + "a" * 43])
def test_a_forged_token_is_not_found(cast, client, token):
    watch(cast, "max")

    assert client.post(f"/unsubscribe/{token}/").status_code == 404
    assert cast.case.watchers.exists()
