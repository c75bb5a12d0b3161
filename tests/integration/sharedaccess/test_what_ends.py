"""A grant taken back or expired counts at once: for pages, programs, files, drafts and mails."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from cases import actions as work
from cases.models import Attachment, CaseEvent, EventKind, Watcher
from orgs.models import ApiToken
from orgs.roles import Role
from portal.models import AuditEntry
from portal.tasks import sweep_outbox
from sharedaccess import actions, doors
from sharedaccess.models import Grant
from sharedaccess.tasks import end_expired_grants
from tests.factories import CaseFactory, GrantFactory, OrganizationFactory, UserFactory, give_role

WAYS = ("revoked", "expired", "unticked")


@pytest.fixture
def end(cast, gus_grant):
    """End the grant of gus in one of the ways."""

    def run(way):
        if way == "revoked":
            actions.revoke_grant(actor=cast.actor("olga"), grant=gus_grant)
        elif way == "expired":
            Grant.objects.filter(pk=gus_grant.pk).update(expires_at=timezone.now())
        else:
            actions.change_grant(
                actor=cast.actor("olga"),
                grant=gus_grant,
                version=1,
                share_name=gus_grant.share_name,
                resources=[],
                expires_on=None,
            )

    return run


@pytest.fixture
def gus(cast, client):
    client.force_login(cast.gus)
    return client


@pytest.mark.rule("SHA-10")
@pytest.mark.parametrize("way", WAYS)
def test_the_next_page_falls_back_with_a_message(cast, gus, end, way):
    give_role(cast.gus, OrganizationFactory(name="Umbrella", slug="umbrella"), Role.SUPPORT_ADMIN)
    assert gus.get("/o/acme/support/").status_code == 200

    end(way)
    answer = gus.get("/o/acme/support/", follow=True)

    assert answer.request["PATH_INFO"] == "/o/umbrella/support/"
    assert answer.text.count("The access to Acme (Commerce) that") == 1
    assert "The access to Acme" not in gus.get("/start/", follow=True).text


@pytest.mark.rule("SHA-10", "SHA-12")
@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("revoked", "was taken back on"),
        ("expired", "expired on"),
        ("unticked", "opens nothing since"),
    ],
)
def test_without_an_account_of_ones_own_the_page_explains(gus, end, way, words):
    gus.get("/o/acme/support/")

    end(way)
    page = gus.get("/", follow=True).text

    assert "You belong to no organization yet" in page
    assert words in page
    assert "olga@example.com" in page


@pytest.mark.rule("SHA-10")
@pytest.mark.parametrize("page", ["/", "/start/", "/o/acme/cases/E-000999999/"])
def test_it_is_told_once(cast, gus, end, page):
    give_role(cast.gus, cast.globex, Role.SUPPORT_ADMIN)
    gus.get("/o/acme/support/")
    end("revoked")

    assert "was taken back on" in gus.get(page, follow=True).text
    assert "was taken back on" not in gus.get("/", follow=True).text


@pytest.mark.rule("SHA-10")
def test_a_lost_account_is_told_of_on_the_way_to_another_one(cast, gus, end):
    give_role(cast.gus, cast.globex, Role.SUPPORT_ADMIN)
    gus.get("/o/acme/support/")
    end("revoked")

    assert "was taken back on" in gus.get("/o/globex/support/").text


@pytest.mark.rule("SHA-10")
@pytest.mark.parametrize("name", ["eve", "gus"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_and_those_of_long_ago_learn_nothing(cast, client, end, gus_grant, name, method):
    end("revoked")
    Grant.objects.filter(pk=gus_grant.pk).update(revoked_at=timezone.now() - timedelta(days=31))
    client.force_login(getattr(cast, name))

    there = getattr(client, method)("/o/acme/support/")
    nowhere = getattr(client, method)("/o/nowhere/support/")

    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


@pytest.mark.rule("SHA-10")
@pytest.mark.parametrize("way", WAYS)
def test_a_step_of_the_wizard_is_refused_with_the_reason(cast, gus, end, way):
    step = gus.post("/o/acme/cases/new/").url

    end(way)
    answer = gus.post(step, {"issue_type": "none"})

    assert answer.status_code == 403
    assert "The access to Acme (Commerce) that" in answer.text
    assert "olga@example.com" in answer.text


@pytest.mark.rule("SHA-10", "API-3")
@pytest.mark.parametrize("way", WAYS)
def test_a_token_opens_nothing_there_any_more(cast, client, end, way):
    _row, secret = ApiToken.objects.issue(
        user=cast.gus, name="t", scope="write", expires_at=timezone.now() + timedelta(days=1)
    )
    headers = {"authorization": f"Bearer {secret}"}
    address = "/api/v1/organizations/acme/cases"
    assert client.get(address, headers=headers).status_code == 200

    end(way)

    assert client.get(address, headers=headers).status_code == 404
    assert client.post(address, {}, headers=headers).status_code == 404
    assert client.get("/api/v1/me", headers=headers).status_code == 200


@pytest.mark.rule("SHA-10")
@pytest.mark.parametrize("way", WAYS)
def test_a_file_is_not_handed_out_any_more(cast, gus, end, way):
    file = Attachment.objects.create(
        case=cast.case,
        uploaded_by=cast.sue,
        name="log.txt",
        file=ContentFile(b"secret", "log.txt"),
        size=6,
        content_type="text/plain",
    )
    address = f"/o/acme/cases/{cast.case.number}/attachments/{file.pk}/"
    assert gus.get(address).getvalue() == b"secret"

    end(way)

    assert gus.get(address).url == "/start/"


@pytest.mark.rule("SHA-10", "NOTE-1")
@pytest.mark.parametrize("way", WAYS)
def test_a_mail_promised_before_is_dropped(cast, end, way):
    Watcher.objects.create(case=cast.case, user=cast.gus, added_by=cast.sue)
    work.add_comment(actor=cast.actor("sue"), case=cast.case, body="For our eyes only.")

    end(way)
    sweep_outbox()

    assert not [
        one for one in mail.outbox if "For our eyes only." in one.body and "gus" in one.to[0]
    ]


@pytest.mark.rule("SHA-10")
@pytest.mark.parametrize("way", WAYS)
def test_the_watches_there_end_and_are_on_record(cast, end, way):
    elsewhere = CaseFactory(organization=cast.globex, watched_by=[cast.gus])
    Watcher.objects.create(case=cast.case, user=cast.gus, added_by=cast.sue)
    work.watch_new_cases(actor=cast.actor("gus"))

    end(way)
    end_expired_grants()

    assert not cast.gus.standing_watches.exists()
    assert [row.case for row in Watcher.objects.filter(user=cast.gus)] == [elsewhere]
    event = CaseEvent.objects.get(case=cast.case, kind=EventKind.WATCHER_REMOVED)
    assert (event.actor, event.data["user"]) == (None, cast.gus.pk)


@pytest.mark.rule("SHA-10")
@pytest.mark.django_db(transaction=True)
def test_no_use_that_begins_after_the_commit_succeeds(cast, end):
    """Five hundred tries at the door of all pages, while the owner takes it back."""
    committed = threading.Event()

    def use(_thread):
        uses = []
        for _number in range(125):
            late = committed.is_set()
            uses.append((late, doors.find_actor(cast.gus, cast.acme) is not None))
            time.sleep(0.002)
        connection.close()
        return uses

    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(use, thread) for thread in range(4)]
        time.sleep(0.1)
        end("revoked")
        committed.set()
    uses = {one for run in runs for one in run.result()}

    assert (False, True) in uses
    assert (True, False) in uses
    assert (True, True) not in uses


@pytest.mark.rule("SHA-10")
def test_another_tie_keeps_the_watches(cast, end):
    Watcher.objects.create(case=cast.case, user=cast.gus, added_by=cast.sue)
    give_role(cast.gus, cast.acme, Role.STORAGE_ADMIN)

    end("revoked")

    assert Watcher.objects.filter(user=cast.gus, case=cast.case).exists()


@pytest.mark.rule("SHA-10", "ROLE-10")
def test_the_sweep_ends_what_hangs_on_an_expired_grant_once(cast, end, gus_grant):
    end("expired")

    end_expired_grants()
    end_expired_grants()

    assert AuditEntry.objects.filter(verb="grant.expired").count() == 1
    gus_grant.refresh_from_db()
    assert gus_grant.revoked_at is None


def test_an_extended_grant_can_expire_again(cast, end, gus_grant):
    end("expired")
    end_expired_grants()
    gus_grant.refresh_from_db()
    actions.change_grant(
        actor=cast.actor("olga"),
        grant=gus_grant,
        version=gus_grant.version,
        share_name=gus_grant.share_name,
        resources=gus_grant.resources,
        expires_on=timezone.now().date() + timedelta(days=9),
    )

    end("expired")
    end_expired_grants()

    assert AuditEntry.objects.filter(verb="grant.expired").count() == 2


@pytest.mark.rule("SHA-12")
def test_a_partner_is_told_which_access_expired(cast, client, end):
    partner = OrganizationFactory(name="Umbrella", slug="umbrella", is_partner=True)
    give_role(cast.gus, partner, Role.SUPPORT_ADMIN)
    client.force_login(cast.gus)

    end("expired")
    page = client.get("/o/umbrella/access/").text

    assert "is a partner account without shared access" in page
    assert "The access to Acme (Commerce) that was shared with you expired on" in page
    assert "mailto:olga@example.com" in page


@pytest.mark.rule("SHA-12")
def test_a_grantee_without_support_is_sent_to_the_owner(cast, client):
    client.force_login(cast.gil)

    page = client.get("/o/acme/access/").text

    assert "Contact the account owner, who shares access with you." in page
    assert "olga@example.com" in page


@pytest.mark.rule("SHA-12")
def test_shared_with_me_tells_what_ended(cast, gus, end):
    end("revoked")

    page = gus.get("/shared-with-me/").text

    assert "was taken back on" in page
    assert "olga@example.com" in page


class TestLastUsed:
    """Noted once an hour at the most, and without a query in between."""

    def used(self, grant):
        return Grant.objects.get(pk=grant.pk).last_used_at

    @pytest.mark.rule("SHA-1")
    def test_it_is_noted_when_the_grantee_enters(self, gus, gus_grant):
        assert self.used(gus_grant) is None

        gus.get("/o/acme/support/")

        assert timezone.now() - self.used(gus_grant) < timedelta(minutes=1)

    @pytest.mark.rule("SHA-1")
    @pytest.mark.parametrize(("minutes", "noted"), [(59, False), (61, True)])
    def test_once_an_hour(self, gus, gus_grant, minutes, noted):
        before = timezone.now() - timedelta(minutes=minutes)
        Grant.objects.filter(pk=gus_grant.pk).update(last_used_at=before)

        gus.get("/o/acme/support/")

        assert (self.used(gus_grant) > before) is noted

    def test_a_second_page_costs_no_query_for_it(self, gus, django_assert_num_queries):
        gus.get("/o/acme/access/")

        with django_assert_num_queries(7) as queries:
            gus.get("/o/acme/access/")

        assert not any(query["sql"].startswith("UPDATE") for query in queries.captured_queries)

    @pytest.mark.rule("API-3")
    def test_programs_count_too(self, cast, client, gus_grant):
        _row, secret = ApiToken.objects.issue(
            user=cast.gus, name="t", scope="read", expires_at=timezone.now() + timedelta(days=1)
        )

        client.get("/api/v1/organizations/acme", headers={"authorization": f"Bearer {secret}"})

        assert self.used(gus_grant)

    def test_the_owner_looking_at_the_page_is_no_use(self, cast, client, gus_grant):
        client.force_login(cast.olga)

        client.get("/o/acme/shared-access/")

        assert self.used(gus_grant) is None


class TestSwitchAccount:
    """SHA-9: own accounts and shared ones, by number and organization."""

    @pytest.fixture
    def both(self, cast):
        umbrella = OrganizationFactory(
            name="Umbrella", slug="umbrella", account=cast.gus.product_account
        )
        return umbrella, cast.acme

    @pytest.mark.rule("SHA-9")
    @pytest.mark.parametrize("page", ["/switch-account/", "/help/"])
    def test_the_menu_lists_them_and_marks_the_active_one(self, gus, both, page):
        gus.get("/o/acme/access/")

        text = gus.get(page).text

        for organization in both:
            assert organization.account.number in text
        assert "shared with you" in text
        switch = text.partition("/switch-account/")[2]
        assert 'value="umbrella"' in switch
        assert 'value="acme" aria-current="true"' in switch or "Active" in switch

    @pytest.mark.rule("SHA-9", "SHA-4", "SHA-11")
    def test_switching_shows_what_the_grant_opens_and_no_more(self, cast, gus, both):
        assert gus.get("/start/").url == "/o/umbrella/support/"

        answer = gus.post("/switch-account/", {"organization": "acme"}, follow=True)

        assert answer.request["PATH_INFO"] == "/o/acme/support/"
        assert "Acme" in answer.text
        assert "shared-access/" not in answer.text
        assert gus.get("/start/").url == "/o/acme/support/"
        assert gus.get("/o/acme/shared-access/").status_code == 403

    @pytest.mark.rule("SHA-9", "ENT-3")
    def test_without_support_the_bar_explains(self, cast, client):
        client.force_login(cast.gil)

        answer = client.post("/switch-account/", {"organization": "acme"}, follow=True)

        assert answer.request["PATH_INFO"] == "/o/acme/access/"
        assert "You are not a support-entitled user" in answer.text

    @pytest.mark.rule("SHA-9")
    @pytest.mark.parametrize("slug", ["globex", "nowhere", "", "\0"])
    def test_nobody_switches_to_what_is_closed(self, gus, slug):
        nowhere = gus.post("/switch-account/", {"organization": "another"})

        answer = gus.post("/switch-account/", {"organization": slug})

        assert answer.status_code == 404
        assert answer.content == nowhere.content

    @pytest.mark.rule("SHA-9", "SHA-10")
    def test_switching_to_what_was_just_taken_back_is_explained(self, gus, end):
        end("revoked")

        answer = gus.post("/switch-account/", {"organization": "acme"})

        assert answer.status_code == 403
        assert "was taken back on" in answer.text

    @pytest.mark.rule("SHA-9")
    def test_with_one_account_there_is_nothing_to_switch(self, cast, client):
        client.force_login(cast.sue)

        assert "/switch-account/" not in client.get("/help/").text


@pytest.mark.rule("SHA-9")
def test_own_accounts_come_ahead_of_shared_ones(cast, client):
    vera = UserFactory(first_name="Vera")
    GrantFactory(organization=cast.acme, grantee=vera)
    give_role(vera, OrganizationFactory(name="Zebra", slug="zebra"), Role.SUPPORT_ADMIN)
    client.force_login(vera)

    assert client.get("/start/").url == "/o/zebra/support/"
