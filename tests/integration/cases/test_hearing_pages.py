"""Standing watches and muting on pages, and the one click in a mail that ends either."""

import re

import pytest
from django.core import mail
from django.db.models.functions import Now

from cases import actions
from cases.models import CaseMute, StandingWatch
from orgs.actions import save_preferences
from orgs.models import Delivery, NotificationPreference, Topic
from portal.models import OutboxMessage
from portal.tasks import sweep_outbox
from tests.factories import CaseFactory, ProductFactory

WATCHING = "/o/acme/watching/"


@pytest.fixture
def olga(cast, client):
    client.force_login(cast.olga)
    return client


@pytest.fixture
def case(cast):
    """Filed by sue, after olga said that she watches new cases."""
    StandingWatch.objects.create(user=cast.olga, organization=cast.acme)
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        title="Checkout fails",
        watched_by=[cast.max],
    )


def links(person):
    """The one-click link of each mail to this person, as a path; None in mails without."""
    sweep_outbox()
    headers = [letter.extra_headers for letter in mail.outbox if letter.to == [person.email]]
    return [
        one["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
        if one.get("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
        else None
        for one in headers
    ]


def say(cast, case):
    actions.add_comment(actor=cast.actor("ada"), case=case, body="We are looking.")


@pytest.mark.rule("CASE-3")
def test_a_watch_is_added_shown_and_ended(cast, olga):
    answer = olga.post(WATCHING, {"product": cast.product.pk, "priority": 2}, follow=True)

    assert "Commerce Pro" in answer.text
    assert "P2 Urgent and up" in answer.text
    removal = re.search(rf'action="({WATCHING}\d+/removal/)"', answer.text)[1]
    assert "You watch no new cases yet." in olga.post(removal, follow=True).text
    assert olga.post(removal).status_code == 404
    assert olga.get(removal).url == WATCHING


@pytest.mark.rule("CASE-3")
def test_a_product_of_others_is_refused_beside_its_field(cast, olga):
    answer = olga.post(WATCHING, {"product": ProductFactory().pk})

    assert answer.status_code == 422
    assert not StandingWatch.objects.exists()


@pytest.mark.rule("CASE-3")
def test_a_watch_of_somebody_else_is_not_found(cast, olga):
    watch = StandingWatch.objects.create(user=cast.sue, organization=cast.acme)

    assert olga.post(f"{WATCHING}{watch.pk}/removal/").status_code == 404


@pytest.mark.parametrize("number", [0, 6])
def test_the_page_takes_a_constant_number_of_queries(
    cast, olga, number, django_assert_max_num_queries
):
    for priority in range(1, 1 + min(number, 4)):
        StandingWatch.objects.create(user=cast.olga, organization=cast.acme, priority=priority)

    with django_assert_max_num_queries(9):
        olga.get(WATCHING)


@pytest.mark.rule("CASE-3", "CASE-7")
def test_the_case_says_who_watches_all_new_cases(cast, sue, case):
    page = sue.get(case.get_absolute_url()).text

    assert "watches new cases" in page


@pytest.mark.rule("CASE-3")
def test_a_case_is_muted_and_heard_again_on_its_page(cast, olga, case):
    assert "Mute this case" in olga.get(case.get_absolute_url()).text

    muted = olga.post(f"{case.get_absolute_url()}muting/", {"on": "1"}, follow=True)
    assert "You muted this case." in muted.text
    assert CaseMute.objects.get().user == cast.olga

    heard = olga.post(f"{case.get_absolute_url()}muting/", {"on": "0"}, follow=True)
    assert "Mute this case" in heard.text
    assert not CaseMute.objects.exists()


@pytest.mark.rule("CASE-3", "NOTE-6")
def test_the_requester_reads_why_there_is_no_such_button(cast, sue, case):
    page = sue.get(case.get_absolute_url()).text
    answer = sue.post(f"{case.get_absolute_url()}muting/", {"on": "1"})

    assert "You submitted this case: you hear of everything." in page
    assert answer.status_code == 403
    assert "cannot be turned off" in answer.text


@pytest.mark.rule("NOTE-4", "NOTE-6")
def test_every_mail_but_those_of_own_cases_has_its_one_click(cast, case):
    save_preferences(user=cast.gus, wanted=dict.fromkeys(Topic, Delivery.DAILY))
    actions.watch(actor=cast.actor("sue"), case=case, email=cast.gus.email)
    say(cast, case)
    OutboxMessage.objects.filter(kind="cases.digest").update(due_at=Now())

    assert [bool(link) for link in links(cast.olga)] == [True]
    assert [bool(link) for link in links(cast.max)] == [True]
    assert [bool(link) for link in links(cast.gus)] == [True]
    assert links(cast.sue) == [None]


@pytest.mark.rule("NOTE-4")
def test_one_click_mutes_what_a_standing_watch_told(cast, client, case):
    say(cast, case)
    (link,) = links(cast.olga)
    asked = client.get(link)
    assert case.number in asked.text
    assert case.title not in asked.text
    assert not CaseMute.objects.exists()

    for _twice in range(2):
        assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert CaseMute.objects.get().case == case
    assert StandingWatch.objects.exists()


@pytest.mark.rule("NOTE-4")
def test_the_second_button_ends_the_standing_watch_as_well(cast, client, case):
    other = StandingWatch.objects.create(
        user=cast.olga, organization=cast.acme, product=ProductFactory()
    )
    say(cast, case)
    (link,) = links(cast.olga)

    answer = client.post(link, {"more": "1"})

    assert "the standing watch has ended" in answer.text
    assert StandingWatch.objects.get() == other
    assert CaseMute.objects.exists()


@pytest.mark.rule("NOTE-4")
def test_who_watches_in_both_ways_needs_one_click_only(cast, client, case):
    actions.watch(actor=cast.actor("sue"), case=case, email=cast.olga.email)
    (link,) = links(cast.olga)
    client.post(link)
    mail.outbox.clear()

    say(cast, case)

    assert links(cast.olga) == []


@pytest.mark.rule("NOTE-4", "NOTE-6")
def test_one_click_turns_the_digest_off(cast, client, case):
    save_preferences(
        user=cast.max, wanted={Topic.COMMENTS: Delivery.DAILY, Topic.STATUS: Delivery.AT_ONCE}
    )
    say(cast, case)
    OutboxMessage.objects.filter(kind="cases.digest").update(due_at=Now())
    (link,) = links(cast.max)
    assert "No more daily digests?" in client.get(link).text

    for _twice in range(2):
        assert "These mails have stopped" in client.post(link).text

    kept = NotificationPreference.objects.filter(user=cast.max)
    assert list(kept.values_list("topic", "delivery")) == [("comments", "off")]


@pytest.mark.rule("NOTE-4")
def test_a_link_works_for_those_who_lost_the_case(cast, client, case):
    say(cast, case)
    (link,) = links(cast.olga)
    cast.acme.account.user = None
    cast.acme.account.save()

    assert client.post(link).status_code == 200


@pytest.mark.parametrize("token", ["case.1.1:x", "digest.1:x", "access.1:x", "case.1.1", ":"])
def test_a_forged_link_is_not_found(client, db, token):
    assert client.get(f"/unsubscribe/{token}/").status_code == 404
    assert client.post(f"/unsubscribe/{token}/").status_code == 404
