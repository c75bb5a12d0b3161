"""Who is told of shared access, and the review that owners are asked for each quarter."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.db import connection

from orgs.models import User
from portal.models import OutboxMessage
from portal.tasks import sweep_outbox
from sharedaccess import actions
from sharedaccess.models import Grant
from sharedaccess.tasks import remind_owners
from tests.factories import GrantFactory, OrganizationFactory, UserFactory
from tests.french import english_in

LONG_AGO = datetime(2026, 9, 1, tzinfo=UTC)


def change(cast, grant, **asked):
    grant.refresh_from_db()
    now = {
        "version": grant.version,
        "share_name": grant.share_name,
        "resources": grant.resources,
        "expires_on": None,
    }
    return actions.change_grant(actor=cast.actor("olga"), grant=grant, **(now | asked))


def delivered():
    """The mails since last time: to whom, subject, text."""
    mail.outbox.clear()
    sweep_outbox()
    return [(letter.to, letter.subject, letter.body) for letter in mail.outbox]


@pytest.mark.rule("NOTE-1", "NOTE-2")
def test_the_grantee_is_told_of_each_change_and_nobody_else(cast, nina, give):
    grant = give(expires_on=date(2030, 1, 15))
    ((to, subject, text),) = delivered()
    assert to == [nina.email]
    assert subject == "Access to Acme (Commerce) is shared with you"
    for word in (cast.acme.account.number, "Olga Example", "Our partner", "Support", "15 Jan 2030"):
        assert word in text

    change(cast, grant, resources=["downloads"])
    ((to, subject, text),) = delivered()
    assert (to, "has changed" in subject) == ([nina.email], True)
    assert "Downloads" in text

    actions.revoke_grant(actor=cast.actor("olga"), grant=grant)
    ((to, subject, text),) = delivered()
    assert (to, "is no longer shared with you" in subject) == ([nina.email], True)


@pytest.mark.rule("NOTE-1", "NOTE-2", "USE-1")
def test_in_their_language_and_time_zone(cast, nina, give, cloud_grant):
    Grant.objects.filter(pk=cloud_grant.pk).delete()
    User.objects.filter(pk=nina.pk).update(language="fr", time_zone="Asia/Tokyo")

    grant = give(share_name="Notre partenaire", expires_on=date(2030, 1, 15))
    letters = delivered()
    change(cast, grant, resources=[])
    letters += delivered()
    actions.revoke_grant(actor=cast.actor("olga"), grant=grant)
    letters += delivered()

    assert letters[0][1] == "L’accès à Acme (Commerce) est partagé avec vous"
    assert "16 jan" in letters[0][2]  # in Tokyo the owner's day ends in the morning of the next
    assert [found for _to, *texts in letters if (found := english_in("\n".join(texts)))] == []


@pytest.mark.rule("NOTE-1", "SHA-8")
def test_the_synchronization_tells_them_too(cast, nina):
    actions.sync_cloud_grant(organization=cast.acme, grantee=nina, resources=["support"])

    ((to, _subject, text),) = delivered()

    assert to == [nina.email]
    assert "Cloud Shared Access from ACC" in text


@pytest.mark.rule("NOTE-2")
@pytest.mark.parametrize("meanwhile", ["revoked", "inactive"])
def test_what_no_longer_holds_is_not_told(cast, nina, give, meanwhile):
    grant = give()
    change(cast, grant, resources=["downloads"])

    if meanwhile == "inactive":
        User.objects.filter(pk=nina.pk).update(is_active=False)
    else:
        actions.revoke_grant(actor=cast.actor("olga"), grant=grant)

    subjects = [subject for _to, subject, _text in delivered()]
    assert len(subjects) == (1 if meanwhile == "revoked" else 0)


@pytest.mark.rule("NOTE-2")
def test_of_two_changes_the_last_one_is_told(cast, give):
    grant = give()
    delivered()
    change(cast, grant, resources=["downloads"])
    change(cast, grant, resources=["products"])

    ((_to, _subject, text),) = delivered()

    assert "Products and services" in text
    assert "Downloads" not in text


@pytest.mark.rule("NOTE-2")
def test_who_got_access_anew_is_not_told_that_it_ended(cast, give):
    actions.revoke_grant(actor=cast.actor("olga"), grant=give())
    give()

    subjects = [subject for _to, subject, _text in delivered()]

    assert subjects == ["Access to Acme (Commerce) is shared with you"]


class TestTheReview:
    """Each owner with active grants looks at them once a quarter."""

    @pytest.fixture(autouse=True)
    def clock(self, time_machine):
        time_machine.move_to(datetime(2026, 11, 21, 12, tzinfo=UTC), tick=True)

    @pytest.fixture
    def old(self, cast):
        Grant.objects.filter(organization=cast.acme).update(granted_at=LONG_AGO)

    @pytest.mark.rule("SHA-1", "NOTE-1")
    def test_it_lists_the_grants_with_their_last_use(self, cast, old, gus_grant):
        Grant.objects.filter(pk=gus_grant.pk).update(last_used_at=LONG_AGO)

        remind_owners()

        ((to, subject, text),) = delivered()
        text = " ".join(text.split())
        assert to == ["olga@example.com"]
        assert subject == "Who has access to your account?"
        assert "Gus Example <gus@example.com>, Support. Last used: 1 Sep 2026" in text
        assert "Gil Example <gil@example.com>, Downloads. Last used: never" in text

    def test_once_a_quarter(self, cast, old, time_machine):
        remind_owners()
        remind_owners()
        assert OutboxMessage.objects.count() == 1
        time_machine.move_to(datetime(2026, 12, 31, tzinfo=UTC))
        remind_owners()
        assert OutboxMessage.objects.count() == 1

        time_machine.move_to(datetime(2027, 1, 1, 12, tzinfo=UTC))
        remind_owners()

        keys = OutboxMessage.objects.values_list("key", flat=True)
        assert {key.rpartition(":")[2] for key in keys} == {"2026-Q4", "2027-Q1"}

    @pytest.mark.parametrize("state", ["new", "revoked", "expired", "empty"])
    def test_not_for_what_is_new_or_over(self, cast, old, state):
        Grant.objects.update(
            **{
                "new": {"granted_at": datetime(2026, 10, 2, tzinfo=UTC)},
                "revoked": {"revoked_at": LONG_AGO},
                "expired": {"expires_at": LONG_AGO},
                "empty": {"resources": []},
            }[state]
        )

        remind_owners()

        assert not OutboxMessage.objects.exists()

    def test_who_shares_nothing_any_more_when_it_is_sent_hears_nothing(self, cast, old):
        remind_owners()
        Grant.objects.update(revoked_at=LONG_AGO)

        assert delivered() == []

    def test_owners_come_in_batches(self, cast, old, monkeypatch):
        monkeypatch.setattr("sharedaccess.tasks.BATCH", 2)
        for _number in range(4):
            organization = OrganizationFactory(account=UserFactory().product_account)
            GrantFactory(organization=organization, granted_at=LONG_AGO)

        remind_owners()

        owners = {row.payload["recipient"] for row in OutboxMessage.objects.all()}
        assert len(owners) == 5

    @pytest.mark.rule("USE-1")
    def test_in_the_owners_language(self, cast, old):
        User.objects.filter(pk=cast.olga.pk).update(language="fr")
        remind_owners()

        ((_to, subject, text),) = delivered()

        assert subject == "Qui a accès à votre compte ?"
        assert english_in(text) == set()


@pytest.mark.django_db(transaction=True)
def test_parallel_runs_ask_once(cast):
    Grant.objects.filter(organization=cast.acme).update(granted_at=datetime(2020, 1, 1, tzinfo=UTC))

    def run(_number):
        try:
            remind_owners()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(8)))

    assert OutboxMessage.objects.count() == 1
