"""The daily digest: one mail a day of what one may still read, and only once (NOTE-6)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from cases import actions
from cases.actions.base import record
from cases.actions.follow_up import tell_original
from cases.models import DigestItem, EventKind
from cases.tasks import sweep_drafts
from orgs.actions import save_preferences
from orgs.models import Delivery, NotificationPreference, Topic
from portal.models import OutboxMessage
from portal.tasks import deliver_message, sweep_outbox
from sharedaccess.doors import agent
from tests.factories import CaseFactory, EntitlementFactory, OrganizationFactory, give_role


@pytest.fixture
def case(cast):
    """A case of sue's that max watches, who wants to hear of it once a day, in Paris."""
    cast.max.time_zone = "Europe/Paris"
    cast.max.save()
    save_preferences(user=cast.max, wanted=dict.fromkeys(Topic, Delivery.DAILY))
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        title="Checkout fails",
        watched_by=[cast.max],
    )


def say(cast, case, body="We are looking."):
    actions.add_comment(actor=cast.actor("ada"), case=case, body=body)


def digests():
    return OutboxMessage.objects.filter(kind="cases.digest")


def morning_comes():
    digests().update(due_at=Now())
    sweep_outbox()


def letters(cast):
    return [letter for letter in mail.outbox if letter.to == [cast.max.email]]


@pytest.mark.rule("NOTE-6")
def test_it_comes_at_eight_and_not_before(cast, case):
    with time_machine.travel(datetime(2027, 10, 30, 20, tzinfo=UTC), tick=False):
        say(cast, case)
    sweep_outbox()

    assert digests().get().due_at == datetime(2027, 10, 31, 7, tzinfo=UTC)
    assert DigestItem.objects.get().day.isoformat() == "2027-10-31"


@pytest.mark.rule("NOTE-6", "NOTE-2")
def test_a_day_is_one_mail(cast, case):
    other = CaseFactory(
        organization=cast.acme, product=cast.product, title="Login fails", watched_by=[cast.max]
    )
    say(cast, case, "First.")
    say(cast, other, "Second.")
    say(cast, case, "Third.")
    sweep_outbox()
    assert letters(cast) == []

    morning_comes()
    morning_comes()

    (letter,) = letters(cast)
    assert letter.subject == "2 cases moved"
    for words in ("First.", "Second.", "Third.", "Ada Example commented.", case.number):
        assert words in letter.body, words
        assert words in letter.alternatives[0].content, words
    assert letter.body.index("First.") < letter.body.index("Third.") < letter.body.index("Second.")


@pytest.mark.rule("NOTE-6")
def test_what_happens_after_it_left_stands_on_the_next(cast, case):
    say(cast, case, "Yesterday.")
    morning_comes()
    say(cast, case, "Today.")
    morning_comes()

    assert ["Today." in letter.body for letter in letters(cast)] == [False, True]
    assert "Yesterday." not in letters(cast)[1].body


@pytest.mark.rule("NOTE-6", "NOTE-2")
@pytest.mark.parametrize(
    "lose",
    [
        lambda cast, case: cast.max.memberships.all().delete(),
        lambda cast, case: case.watchers.all().delete(),
        lambda cast, case: case.mutes.create(user=cast.max),
        lambda cast, case: type(cast.max).objects.filter(pk=cast.max.pk).update(is_active=False),
        lambda cast, case: NotificationPreference.objects.update(delivery=Delivery.OFF),
    ],
    ids=["the tie", "the watch", "muted", "the account", "turned off"],
)
def test_who_lost_the_case_since_gets_no_digest(cast, case, lose):
    say(cast, case, "For your eyes only.")
    lose(cast, case)

    morning_comes()

    assert letters(cast) == []
    assert digests().get().state == "dropped"


@pytest.mark.rule("NOTE-6", "NOTE-2")
def test_what_one_may_still_read_comes_without_the_rest(cast, case):
    elsewhere = OrganizationFactory(name="Zeta")
    EntitlementFactory(organization=elsewhere, product=cast.product)
    give_role(cast.max, elsewhere, "support_admin")
    theirs = CaseFactory(organization=elsewhere, product=cast.product, watched_by=[cast.max])
    actions.add_comment(actor=agent(cast.ada, elsewhere), case=theirs, body="At Zeta.")
    say(cast, case, "At Acme.")
    cast.max.memberships.filter(organization=cast.acme).delete()

    morning_comes()

    (letter,) = letters(cast)
    assert "At Zeta." in letter.body
    assert "At Acme." not in letter.body
    assert "Acme" not in letter.body


@pytest.mark.rule("NOTE-6")
def test_a_comment_without_spaces_makes_no_mail_that_servers_refuse(cast, case):
    say(cast, case, "x" * 50_000)

    morning_comes()

    (letter,) = letters(cast)
    assert len(letter.body) < 2_000
    assert "x" * 300 in letter.body


@pytest.mark.rule("NOTE-6", "CASE-4")
def test_a_follow_up_that_one_does_not_see_is_not_told(cast, case):
    hidden = CaseFactory(organization=cast.acme, product=cast.product, requester=cast.sue)
    tell_original(cast.actor("sue"), case, hidden)
    say(cast, case)

    morning_comes()

    (letter,) = letters(cast)
    assert case.number in letter.body
    assert hidden.number not in letter.body


@pytest.mark.rule("NOTE-6", "CASE-9")
def test_a_reminder_of_what_was_answered_since_is_not_told(cast, case):
    say(cast, case)
    data = {"days_left": 5, "closes_at": timezone.now().isoformat()}
    record(None, case, EventKind.REMINDED, data=data)

    morning_comes()

    (letter,) = letters(cast)
    assert "waits for your answer" not in letter.body


@pytest.mark.rule("NOTE-6")
def test_it_speaks_the_readers_language_and_time(cast, case):
    cast.max.language, cast.max.time_zone = "fr", "Asia/Tokyo"
    cast.max.save()
    say(cast, case)
    moment = case.events.get().created_at.astimezone(ZoneInfo("Asia/Tokyo"))

    morning_comes()

    (letter,) = letters(cast)
    assert '<html lang="fr">' in letter.alternatives[0].content
    assert f"{moment:%H:%M} JST" in letter.body


@pytest.mark.rule("NOTE-6")
def test_own_cases_are_not_delayed(cast):
    save_preferences(user=cast.sue, wanted=dict.fromkeys(Topic, Delivery.DAILY))

    say(cast, cast.case)
    sweep_outbox()

    assert [letter.to for letter in mail.outbox] == [[cast.sue.email]]


def test_a_reader_who_travels_west_gets_what_came_after_the_digest_of_that_day(cast, case):
    with time_machine.travel(datetime(2026, 11, 21, 6, tzinfo=UTC), tick=False):
        say(cast, case, "Before.")
    digests().update(state="sent", settled_at=Now())
    cast.max.time_zone = "America/New_York"
    cast.max.save()

    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC), tick=False):
        say(cast, case, "After.")

    assert [f"{item.day:%d}" for item in DigestItem.objects.order_by("pk")] == ["21", "22"]


@pytest.mark.rule("NOTE-6")
@pytest.mark.django_db(transaction=True)
def test_twenty_workers_send_it_once(cast, case):
    say(cast, case)
    digests().update(due_at=Now())
    pk = str(digests().get().pk)

    def work(_number):
        try:
            deliver_message(pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(work, range(20)))

    assert len(letters(cast)) == 1


@pytest.mark.rule("NOTE-6")
@pytest.mark.django_db(transaction=True)
def test_what_happens_at_once_stands_on_it_once_each(cast, case):
    cases = [case] + [
        CaseFactory(organization=cast.acme, product=cast.product, watched_by=[cast.max])
        for _number in range(7)
    ]

    def work(one):
        try:
            say(cast, one, f"About {one.number}.")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, cases))
    morning_comes()

    (letter,) = letters(cast)
    assert [letter.body.count(f"About {one.number}.") for one in cases] == [1] * 8


def test_what_is_a_month_old_is_swept_away(cast, case):
    say(cast, case)
    say(cast, case)
    old = DigestItem.objects.earliest("pk")
    DigestItem.objects.filter(pk=old.pk).update(day=timezone.now().date() - timedelta(days=31))

    sweep_drafts()

    assert old not in DigestItem.objects.all()
    assert DigestItem.objects.count() == 1


def test_a_digest_is_not_carried_by_the_nudge(cast, case, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        say(cast, case)

    assert digests().get().attempts == 0
    assert letters(cast) == []
