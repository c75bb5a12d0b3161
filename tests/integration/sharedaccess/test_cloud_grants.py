"""What the synchronization of cloud projects does to grants, and what the owner does to those."""

import pytest
from django.db import IntegrityError

from orgs.roles import Resource
from portal.models import AuditEntry
from portal.problems import NotAllowed
from sharedaccess import actions
from sharedaccess.models import Grant
from tests.factories import GrantFactory

SUPPORT, CLOUD, DOWNLOADS = Resource.SUPPORT, Resource.CLOUD_PROJECTS, Resource.DOWNLOADS


@pytest.fixture
def sync(cast, nina):
    """The projects of acme open these resources to nina: `sync(SUPPORT)`."""

    def run(*resources, grantee=nina):
        return actions.sync_cloud_grant(
            organization=cast.acme, grantee=grantee, resources=resources
        )

    return run


def tick(cast, grant, *resources, **asked):
    """olga edits."""
    grant = Grant.objects.select_related("grantee").get(pk=grant.pk)
    now = {"share_name": grant.share_name, "expires_on": None, "version": grant.version}
    return actions.change_grant(
        actor=cast.actor("olga"), grant=grant, resources=resources, **(now | asked)
    )


@pytest.mark.rule("SHA-8", "ENT-13", "ROLE-10")
def test_it_makes_a_grant_with_the_reserved_name(cast, sync):
    grant = sync(SUPPORT, CLOUD)

    number = cast.acme.account.number
    assert grant.share_name == f"Cloud Shared Access from {number}"
    assert (grant.source, grant.granted_by) == (Grant.Source.CLOUD, None)
    assert grant.resources == [SUPPORT, CLOUD]
    assert AuditEntry.objects.get(verb="grant.made").actor is None


@pytest.mark.rule("SHA-8")
def test_twice_is_once(sync):
    first, second = sync(SUPPORT), sync(SUPPORT)

    assert first == second
    assert second.version == 1
    assert AuditEntry.objects.filter(verb__startswith="grant.").count() == 1


# What the projects opened, what the owner then left ticked, what they open next: what is open.
HISTORIES = [
    ([SUPPORT], [SUPPORT], [SUPPORT, CLOUD], [SUPPORT, CLOUD]),
    ([SUPPORT, CLOUD], [SUPPORT, CLOUD], [CLOUD], [CLOUD]),
    ([SUPPORT, CLOUD], [CLOUD], [SUPPORT, CLOUD], [CLOUD]),
    ([SUPPORT, CLOUD], [], [SUPPORT, CLOUD], []),
    ([SUPPORT], [SUPPORT, DOWNLOADS], [SUPPORT], [SUPPORT, DOWNLOADS]),
    ([SUPPORT], [SUPPORT, DOWNLOADS], [], [DOWNLOADS]),
]


@pytest.mark.rule("SHA-8")
@pytest.mark.parametrize(("offered", "left", "then", "opened"), HISTORIES)
def test_what_the_owner_unticked_is_never_ticked_again(cast, sync, offered, left, then, opened):
    grant = sync(*offered)
    tick(cast, grant, *left)

    assert sync(*then).resources == opened
    assert sync(*then).resources == opened


@pytest.mark.rule("SHA-8")
def test_not_even_after_the_projects_took_it_back_themselves(cast, sync):
    tick(cast, sync(SUPPORT, CLOUD), CLOUD)

    sync()
    assert sync(SUPPORT, CLOUD).resources == [CLOUD]


@pytest.mark.rule("SHA-8")
def test_what_the_owner_ticks_again_is_open_again(cast, sync):
    grant = sync(SUPPORT)
    tick(cast, grant)
    tick(cast, grant, SUPPORT)

    assert sync(SUPPORT).resources == [SUPPORT]


@pytest.mark.rule("SHA-8")
def test_the_owners_own_grant_stays_as_it_is(cast, sync, gus_grant):
    assert sync(CLOUD, grantee=cast.gus) == gus_grant
    gus_grant.refresh_from_db()
    assert (gus_grant.resources, gus_grant.source) == ([SUPPORT], Grant.Source.OWNER)


@pytest.mark.rule("ID-3", "SHA-3")
def test_nothing_is_granted_to_the_owner_or_the_unverified(cast, nina, sync):
    nina.emailaddress_set.update(verified=False)

    assert sync(SUPPORT) is None
    assert sync(SUPPORT, grantee=cast.olga) is None
    assert sync(grantee=cast.max) is None


@pytest.mark.rule("SHA-8", "ROLE-10")
def test_it_cannot_be_deleted(cast, client, cloud_grant):
    client.force_login(cast.olga)
    address = f"/o/acme/shared-access/{cloud_grant.pk}/"

    assert "deletion/" not in client.get("/o/acme/shared-access/?q=nina").text
    assert "deletion/" not in client.get(address).text
    assert client.get(f"{address}deletion/").status_code == 403
    refused = client.post(f"{address}deletion/")
    assert refused.status_code == 403
    assert "Untick every resource to take it away" in refused.text
    assert Grant.objects.active().filter(pk=cloud_grant.pk).exists()
    assert AuditEntry.objects.filter(verb="grant.refused").count() == 1


@pytest.mark.rule("SHA-8")
def test_unticking_everything_takes_it_away_and_keeps_the_row(cast, client, nina, cloud_grant):
    client.force_login(cast.olga)

    client.post(f"/o/acme/shared-access/{cloud_grant.pk}/", {"version": 1})

    assert not Grant.objects.active().filter(grantee=nina).exists()
    assert "Nina" in client.get("/o/acme/shared-access/").text
    cloud_grant.refresh_from_db()
    assert set(cloud_grant.withheld) == {SUPPORT, CLOUD}


@pytest.mark.rule("SHA-8")
def test_only_its_resources_change(cast, client, cloud_grant):
    client.force_login(cast.olga)
    forged = {"version": 1, "resources": ["support"], "share_name": "Ours", "expires_on": ""}

    assert 'name="share_name"' not in client.get(f"/o/acme/shared-access/{cloud_grant.pk}/").text
    client.post(f"/o/acme/shared-access/{cloud_grant.pk}/", forged)

    cloud_grant.refresh_from_db()
    assert cloud_grant.share_name == "Cloud Shared Access from ACC-000123456"
    with pytest.raises(NotAllowed):
        tick(cast, cloud_grant, SUPPORT, share_name="Ours")


@pytest.mark.rule("SHA-8", "USE-1")
def test_its_name_is_said_in_the_readers_language(cast, client, cloud_grant):
    client.force_login(cast.olga)

    page = client.get("/o/acme/shared-access/", headers={"accept-language": "fr"}).text

    assert "Accès partagé dans le cloud depuis ACC-000123456" in page


@pytest.mark.rule("SHA-8")
@pytest.mark.parametrize(
    "fields",
    [
        {"source": "cloud", "share_name": "Ours"},
        {"source": "owner", "share_name": "cloud shared access FROM ACC-1"},
        {"source": "owner", "granted_by": None},
    ],
)
def test_the_database_keeps_the_name_for_the_cloud(cast, nina, fields):
    with pytest.raises(IntegrityError, match="grant_reserved_name_for_cloud"):
        GrantFactory(**({"organization": cast.acme, "grantee": nina} | fields))


@pytest.mark.rule("SHA-8")
def test_the_database_ticks_nothing_that_is_withheld(cloud_grant):
    with pytest.raises(IntegrityError, match="grant_withheld_is_not_ticked"):
        Grant.objects.filter(pk=cloud_grant.pk).update(withheld=["support"])
