"""The owner, and nobody else, shares access: with whom, for what, until when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.contrib.admin.sites import site
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone

from orgs.models import ProductAccount, User
from orgs.roles import CAPABILITIES, NOTHING, Capability, Resource
from portal.models import AuditEntry
from portal.problems import Conflict, NotAllowed, Unprocessable
from sharedaccess import actions
from sharedaccess.models import Grant
from tests.factories import GrantFactory, OrganizationFactory, UserFactory

UNKNOWN = "There is no user with this account number and this verified e-mail address."


def change(actor, grant, **asked):
    now = {
        "version": grant.version,
        "share_name": grant.share_name,
        "resources": grant.resources,
        "expires_on": None,
    }
    return actions.change_grant(actor=actor, grant=grant, **(now | asked))


def open_everything(actor, grant):
    return change(actor, grant, resources=Resource.values)


@pytest.mark.rule("SHA-2", "SHA-3", "ROLE-10")
def test_the_owner_shares_and_it_is_on_record(cast, nina, give):
    grant = give(resources=[Resource.DOWNLOADS, Resource.SUPPORT])

    assert cast.actor("olga").organization == grant.organization
    assert grant.resources == [Resource.SUPPORT, Resource.DOWNLOADS]
    assert grant.grantee == nina
    entry = AuditEntry.objects.get(verb="grant.made")
    assert (entry.actor, entry.target) == (cast.olga, nina.email)
    assert entry.after["resources"] == ["downloads", "support"]


@pytest.mark.rule("SHA-2", "SHA-4", "ROLE-10")
@pytest.mark.parametrize("name", ["sam", "sue", "pat", "max", "gus", "gil", "ada", "root"])
def test_nobody_else_shares_and_the_try_is_on_record(cast, nina, give, name):
    cast.root = UserFactory(agent=True, first_name="Root", is_superuser=True)

    with pytest.raises(NotAllowed, match="Only the account owner of Acme") as refusal:
        give(by=name)

    assert [helper.email for helper in refusal.value.decision.helpers] == ["olga@example.com"]
    assert not Grant.objects.filter(grantee=nina).exists()
    assert AuditEntry.objects.get(verb="grant.refused").actor == getattr(cast, name)


@pytest.mark.rule("SHA-2", "SHA-4")
@pytest.mark.parametrize("name", ["sam", "gus", "ada"])
@pytest.mark.parametrize("act", [open_everything, actions.revoke_grant])
def test_nobody_else_edits_or_deletes(cast, gus_grant, name, act):
    with pytest.raises(NotAllowed):
        act(actor=cast.actor(name), grant=gus_grant)

    gus_grant.refresh_from_db()
    assert (gus_grant.resources, gus_grant.revoked_at) == ([Resource.SUPPORT], None)
    assert AuditEntry.objects.filter(verb="grant.refused").count() == 1


@pytest.mark.rule("SHA-4", "SHA-11")
def test_no_resource_opens_what_is_the_owners():
    opened = NOTHING.union(*(CAPABILITIES[resource] for resource in Resource))

    assert opened.isdisjoint(
        {
            Capability.GRANT_ACCESS,
            Capability.ASSIGN_ROLES,
            Capability.MANAGE_MEMBERS,
            Capability.SEE_BILLING,
        }
    )


@pytest.mark.rule("SHA-4", "SHA-11")
def test_a_grantee_of_everything_shares_nothing_on(cast, nina, give):
    give(resources=Resource.values)
    cast.nina = nina

    assert not cast.actor("nina").can(Capability.GRANT_ACCESS, Capability.SEE_BILLING)
    with pytest.raises(NotAllowed):
        give(by="nina", number=cast.max.product_account.number, email=cast.max.email)


@pytest.mark.rule("SHA-3", "ID-3")
@pytest.mark.parametrize(
    "what", ["wrong number", "wrong address", "unknown", "unverified", "inactive", "unlinked"]
)
def test_the_refusal_does_not_tell_which_is_wrong(cast, nina, django_assert_num_queries, what):
    asked = {
        "wrong number": {"number": cast.max.product_account.number},
        "wrong address": {"email": cast.max.email},
        "unknown": {"number": "ACC-999999999", "email": "nobody@example.com"},
    }.get(what, {})
    if what == "unverified":
        nina.emailaddress_set.update(verified=False)
    if what == "inactive":
        User.objects.filter(pk=nina.pk).update(is_active=False)
    number = nina.product_account.number
    if what == "unlinked":
        ProductAccount.objects.filter(user=nina).update(user=None)

    wanted = {
        "number": number,
        "email": nina.email,
        "share_name": "Ours",
        "resources": ["support"],
    }
    actor = cast.actor("olga")
    with (
        django_assert_num_queries(5),  # savepoint, organization, person, and back in two
        pytest.raises(Unprocessable, match=UNKNOWN) as refusal,
    ):
        actions.grant_access(actor=actor, **(wanted | asked))

    assert refusal.value.code == "unknown-user"


@pytest.mark.rule("SHA-3")
def test_number_and_address_are_taken_as_people_type_them(nina, give):
    number = nina.product_account.number

    assert give(number=f" {number.lower()} ", email=" NINA@Example.com ").grantee == nina


@pytest.mark.rule("SHA-3")
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"share_name": "  "}, "no-name"),
        ({"share_name": "x" * 121}, "name-too-long"),
        ({"share_name": "cloud shared ACCESS from ACC-000000001"}, "reserved-name"),
        ({"share_name": "Сlоud Shаred Aссess frоm АCC"}, "reserved-name"),
        ({"share_name": "ACCÈS PARTAGÉ dans le cloud depuis ACC"}, "reserved-name"),
        ({"resources": []}, "no-resource"),
        ({"resources": ["billing"]}, "unknown-resource"),
        ({"expires_on": date(2020, 1, 1)}, "past-expiry"),
        ({"expires_on": date(9999, 12, 31)}, "far-expiry"),
    ],
)
def test_what_cannot_be_is_refused(give, asked, code):
    with pytest.raises(Unprocessable) as refusal:
        give(**asked)

    assert refusal.value.code == code
    assert not Grant.objects.filter(share_name="Our partner").exists()


@pytest.mark.rule("SHA-3")
def test_nobody_shares_with_themselves(cast, give):
    number = cast.olga.product_account.number

    with pytest.raises(Unprocessable, match="with yourself"):
        give(number=number, email=cast.olga.email)
    with pytest.raises(IntegrityError, match="grant_not_to_oneself"), transaction.atomic():
        GrantFactory(organization=cast.acme, grantee=cast.olga, granted_by=cast.olga)


@pytest.mark.rule("SHA-3")
def test_nobody_gets_a_second_grant_of_one_organization(cast, give):
    give()

    with pytest.raises(Conflict, match="Nina Example has shared access already"):
        give(share_name="Once more")
    assert give_elsewhere(cast, give).organization != cast.acme


def give_elsewhere(cast, give):
    other = OrganizationFactory(account=cast.olga.product_account)
    nina = User.objects.get(first_name="Nina")
    return actions.grant_access(
        actor=cast.actor("olga", other),
        number=nina.product_account.number,
        email=nina.email,
        share_name="There too",
        resources=["products"],
    )


@pytest.mark.rule("SHA-3")
def test_an_expired_grant_makes_way_for_a_new_one(give):
    old = give()
    Grant.objects.filter(pk=old.pk).update(expires_at=timezone.now())

    new = give(share_name="Anew")

    old.refresh_from_db()
    assert old.revoked_at is not None
    assert new.share_name == "Anew"


@pytest.mark.rule("SHA-3")
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_grant(cast, nina, give):
    def run(_number):
        try:
            return give()
        except Conflict as conflict:
            return conflict.code
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(run, range(20)))

    assert Grant.objects.filter(grantee=nina).count() == 1
    assert answers.count("already-granted") == 19


@pytest.mark.rule("SHA-3")
@pytest.mark.parametrize(
    ("zone", "ends"),
    [
        ("Pacific/Auckland", datetime(2030, 1, 15, 10, 59, 59, 999999, UTC)),
        ("America/New_York", datetime(2030, 1, 16, 4, 59, 59, 999999, UTC)),
    ],
)
def test_it_expires_at_the_end_of_the_day_in_the_owners_zone(cast, give, zone, ends):
    cast.olga.time_zone = zone
    cast.olga.save()

    assert give(expires_on=date(2030, 1, 15)).expires_at == ends


@pytest.mark.rule("SHA-3")
def test_today_is_still_to_come(cast, give, time_machine):
    time_machine.move_to(datetime(2026, 11, 21, 23, 30, tzinfo=UTC))
    cast.olga.time_zone = "Asia/Tokyo"  # there it is the 22nd
    cast.olga.save()

    with pytest.raises(Unprocessable, match="in the past"):
        give(expires_on=date(2026, 11, 21))
    assert give(expires_on=date(2026, 11, 22))


@pytest.mark.rule("SHA-5", "ROLE-10")
def test_the_owner_edits(cast, gus_grant):
    changed = change(
        cast.actor("olga"),
        gus_grant,
        share_name="Renamed",
        resources=["downloads"],
        expires_on=date(2030, 1, 1),
    )

    changed.refresh_from_db()
    assert (changed.share_name, changed.resources) == ("Renamed", ["downloads"])
    entry = AuditEntry.objects.get(verb="grant.changed")
    assert (entry.before["resources"], entry.after["resources"]) == (["support"], ["downloads"])


@pytest.mark.rule("SHA-5")
def test_with_nothing_ticked_it_gives_nothing(cast, client, gus_grant):
    client.force_login(cast.gus)
    change(cast.actor("olga"), gus_grant, resources=[])

    assert client.post("/o/acme/cases/new/").status_code == 403
    assert not Grant.objects.active().filter(grantee=cast.gus).exists()
    assert Grant.objects.standing().filter(grantee=cast.gus).exists()


def test_an_edit_that_changes_nothing_leaves_no_trace(cast, gus_grant):
    change(cast.actor("olga"), gus_grant)

    gus_grant.refresh_from_db()
    assert gus_grant.version == 1
    assert not AuditEntry.objects.filter(verb="grant.changed").exists()


@pytest.mark.rule("SHA-5")
@pytest.mark.parametrize("meanwhile", ["changed", "deleted"])
def test_an_edit_of_what_was_not_seen_is_refused(cast, gus_grant, meanwhile):
    actor = cast.actor("olga")
    if meanwhile == "changed":
        change(actor, gus_grant, resources=["products"])
    else:
        actions.revoke_grant(actor=actor, grant=gus_grant)

    with pytest.raises(Conflict, match=f"was {meanwhile} in the meantime"):
        change(actor, gus_grant, resources=["downloads"])


@pytest.mark.rule("SHA-6", "SHA-7", "ROLE-10")
def test_a_deleted_grant_stays_in_the_audit_log(cast, gus_grant):
    actions.revoke_grant(actor=cast.actor("olga"), grant=gus_grant)
    actions.revoke_grant(actor=cast.actor("olga"), grant=gus_grant)

    entry = AuditEntry.objects.get(verb="grant.revoked")
    assert entry.target == "gus@example.com"
    assert entry.before["share_name"] == "For our partner"
    assert not Grant.objects.standing().filter(grantee=cast.gus).exists()


@pytest.mark.rule("SHA-2")
def test_an_owner_who_lost_the_account_meanwhile_is_refused(cast, gus_grant):
    actor = cast.actor("olga")
    ProductAccount.objects.filter(user=cast.olga).update(user=None)

    with pytest.raises(NotAllowed):
        actions.revoke_grant(actor=actor, grant=gus_grant)


def test_the_grant_of_another_organization_is_not_there(cast, gus_grant):
    with pytest.raises(Http404):
        actions.revoke_grant(actor=cast.actor("eve", cast.globex), grant=gus_grant)

    gus_grant.refresh_from_db()
    assert gus_grant.revoked_at is None


@pytest.mark.rule("SHA-2", "SHA-7")
def test_the_admin_shows_grants_and_lets_nobody_touch_them(cast, rf):
    admin = site.get_model_admin(Grant)
    request = rf.get("/")
    request.user = UserFactory(agent=True, is_superuser=True)

    assert not admin.has_add_permission(request)
    assert not admin.has_change_permission(request)
    assert not admin.has_delete_permission(request)
