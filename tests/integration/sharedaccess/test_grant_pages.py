"""Manage permissions and Shared with me, as the owner and the grantee see them."""

from datetime import timedelta

import pytest
from django.contrib.admin.sites import site
from django.test import RequestFactory
from django.utils import timezone

from orgs.roles import Resource
from portal.models import AuditEntry
from sharedaccess.models import Grant
from tests.factories import GrantFactory, OrganizationFactory, UserFactory

INDEX = "/o/acme/shared-access/"


@pytest.fixture
def olga(cast, client):
    client.force_login(cast.olga)
    return client


def asked(nina, **more):
    return {
        "number": nina.product_account.number,
        "email": nina.email,
        "share_name": "Our partner",
        "resources": ["support", "downloads"],
        "expires_on": "2030-01-15",
    } | more


@pytest.mark.rule("SHA-1")
def test_the_page_tells_who_has_what(cast, olga, gus_grant):
    Grant.objects.filter(pk=gus_grant.pk).update(last_used_at=timezone.now())

    page = olga.get(INDEX).text

    row = page.partition("Gus")[0].rpartition("<tr>")[2] + page.partition("Gus")[2]
    assert cast.gus.product_account.number in row
    for word in ("Example", "For our partner", "Support", "Account owner", "never", "Edit"):
        assert word in row
    assert f"{INDEX}{gus_grant.pk}/deletion/" in row


@pytest.mark.rule("SHA-1")
@pytest.mark.parametrize(
    ("q", "found"),
    [("gus", ["Gus"]), ("partner", ["Gus", "Gil"]), ("gil@example", ["Gil"]), ("zebra", [])],
)
def test_it_is_searched_by_name(olga, q, found):
    page = olga.get(INDEX, {"q": q}).text

    assert [name for name in ("Gus", "Gil") if f">{name}<" in page] == found


@pytest.mark.rule("SHA-1")
def test_pages_are_cut_by_keys_with_a_constant_number_of_queries(
    cast, olga, django_assert_max_num_queries
):
    for _number in range(58):
        GrantFactory(organization=cast.acme)
    olga.get(INDEX)
    address, seen = INDEX, []
    while address:
        with django_assert_max_num_queries(7):
            page = olga.get(address).context["page"]
        seen += [grant.pk for grant in page.rows]
        address = page.next and f"{INDEX}?after={page.next}"

    assert len(seen) == len(set(seen)) == 60
    assert "The page is unknown" in olga.get(INDEX, {"after": "nonsense"}).text


@pytest.mark.rule("SHA-3")
def test_the_owner_grants(cast, olga, nina):
    answer = olga.post(f"{INDEX}new/", asked(nina), follow=True)

    grant = Grant.objects.get(grantee=nina)
    assert grant.resources == ["support", "downloads"]
    assert grant.expires_at.date().isoformat() == "2030-01-15"
    assert "You share access to Acme (Commerce) with Nina Example." in answer.text


@pytest.mark.rule("SHA-3")
def test_the_organization_is_asked_if_the_account_holds_several(cast, olga, nina):
    other = OrganizationFactory(name="Acme", product_line="Experience", account=cast.acme.account)
    assert "<select" in olga.get(f"{INDEX}new/").text

    answer = olga.post(f"{INDEX}new/", asked(nina, organization=other.slug))

    assert answer.url == f"/o/{other.slug}/shared-access/"
    assert Grant.objects.get(grantee=nina).organization == other


@pytest.mark.rule("SHA-2", "SHA-3")
def test_the_organization_of_somebody_else_is_no_choice(cast, olga, nina):
    OrganizationFactory(account=cast.acme.account)

    answer = olga.post(f"{INDEX}new/", asked(nina, organization="globex"))

    assert answer.status_code == 422
    assert not Grant.objects.filter(grantee=nina).exists()


@pytest.mark.rule("SHA-3")
@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"number": "ACC-1"}, 422, "An account number reads like"),
        ({"number": "ACC-999999999"}, 422, "There is no user with this account number"),
        ({"email": "max@example.com"}, 422, "There is no user with this account number"),
        ({"expires_on": "2020-01-01"}, 422, "The expiry date lies in the past."),
        ({"expires_on": "soon"}, 422, "Enter a valid date."),
        ({"resources": []}, 422, "Choose at least one resource."),
        ({"resources": ["billing"]}, 422, "billing is not one of the available choices"),
        ({"share_name": "CLOUD shared access from ACC"}, 422, "reserved for cloud projects"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(olga, nina, wrong, status, words):
    answer = olga.post(f"{INDEX}new/", asked(nina, **wrong))

    assert answer.status_code == status
    assert words in answer.text
    assert "error-summary" in answer.text
    kept = asked(nina, **wrong)
    assert f'value="{kept["share_name"]}"' in answer.text
    assert f'value="{kept["email"]}"' in answer.text
    assert not Grant.objects.filter(grantee=nina).exists()


@pytest.mark.rule("SHA-3")
def test_a_second_grant_is_a_conflict(olga, nina):
    olga.post(f"{INDEX}new/", asked(nina))

    answer = olga.post(f"{INDEX}new/", asked(nina))

    assert answer.status_code == 409
    assert "has shared access already: edit it instead." in answer.text


@pytest.mark.rule("SHA-5")
def test_the_owner_edits_and_saves(olga, gus_grant):
    page = olga.get(f"{INDEX}{gus_grant.pk}/").text
    assert "Save changes" in page
    assert "Delete this user" in page

    answer = olga.post(
        f"{INDEX}{gus_grant.pk}/",
        {"version": 1, "share_name": "Renamed", "resources": ["downloads"]},
    )

    assert answer.url == INDEX
    gus_grant.refresh_from_db()
    assert (gus_grant.share_name, gus_grant.resources) == ("Renamed", ["downloads"])


@pytest.mark.rule("SHA-5")
def test_a_stale_form_shows_the_newer_state_and_keeps_what_was_typed(olga, gus_grant):
    olga.post(f"{INDEX}{gus_grant.pk}/", {"version": 1, "share_name": "First", "resources": []})
    mine = {"version": 1, "share_name": "Second", "resources": ["products"]}

    answer = olga.post(f"{INDEX}{gus_grant.pk}/", mine)

    assert answer.status_code == 409
    assert "This is how it stands now" in answer.text
    assert "First" in answer.text
    assert 'value="Second"' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert olga.post(f"{INDEX}{gus_grant.pk}/", mine | {"version": 2}).status_code == 302


@pytest.mark.rule("SHA-5", "SHA-7")
def test_a_form_of_a_deleted_grant_says_so(olga, gus_grant):
    olga.post(f"{INDEX}{gus_grant.pk}/deletion/")

    answer = olga.post(f"{INDEX}{gus_grant.pk}/", {"version": 1, "share_name": "Late"})

    assert answer.status_code == 409
    assert "was deleted while you were at it" in answer.text
    assert 'value="Late"' in answer.text
    assert "Save changes" not in answer.text
    assert olga.get(f"{INDEX}{gus_grant.pk}/").status_code == 404
    assert olga.get(f"{INDEX}{gus_grant.pk}/deletion/").status_code == 404
    assert olga.post(f"{INDEX}{gus_grant.pk}/deletion/").url == INDEX


@pytest.mark.rule("SHA-6", "SHA-7")
def test_deleting_asks_first_and_x_changes_nothing(olga, gus_grant):
    page = olga.get(f"{INDEX}{gus_grant.pk}/deletion/").text
    assert "can’t be reversed" in page
    assert "Delete user" in page
    assert f'href="{INDEX}" data-close' in page
    assert Grant.objects.active().filter(pk=gus_grant.pk).exists()

    after = olga.post(f"{INDEX}{gus_grant.pk}/deletion/", follow=True)

    assert "has no shared access to Acme (Commerce) any more" in after.text
    assert ">Gus<" not in after.text
    assert AuditEntry.objects.filter(verb="grant.revoked").exists()


@pytest.mark.rule("SHA-1")
def test_an_expired_one_is_marked_and_can_be_extended(olga, gus_grant):
    Grant.objects.filter(pk=gus_grant.pk).update(expires_at=timezone.now() - timedelta(days=3))
    assert "Expired" in olga.get(INDEX).text

    kept = {"version": 1, "share_name": "For our partner", "resources": ["support"]}
    olga.post(f"{INDEX}{gus_grant.pk}/", kept | {"expires_on": "2030-01-01"})

    assert Grant.objects.active().filter(pk=gus_grant.pk).exists()


@pytest.mark.rule("SHA-1")
def test_the_grantee_sees_what_is_shared(cast, client, django_assert_max_num_queries):
    for _number in range(5):
        GrantFactory(grantee=cast.gus, organization__account=cast.olga.product_account)
    client.force_login(cast.gus)
    client.get("/shared-with-me/")

    with django_assert_max_num_queries(9):
        page = client.get("/shared-with-me/").text

    assert cast.acme.account.number in page
    for word in ("Acme (Commerce)", "For our partner", "Support", "never", "olga@example.com"):
        assert word in page
    assert "Manage permissions" not in page
    assert page.count("<tr>") == 7
    assert client.get("/shared-with-me/", {"q": "acme"}).text.count("<tr>") == 2


@pytest.mark.rule("SHA-1")
def test_nothing_shared_is_said_and_what_an_owner_needs(cast, client):
    client.force_login(cast.sue)

    assert "Nothing is shared with you" in client.get("/shared-with-me/").text


@pytest.mark.rule("SHA-1")
@pytest.mark.parametrize(
    ("name", "menu", "nav"), [("olga", False, True), ("gus", True, False), ("sue", False, False)]
)
def test_who_finds_the_pages_in_the_menus(cast, client, name, menu, nav):
    client.force_login(getattr(cast, name))

    page = client.get("/help/").text

    assert ('href="/shared-with-me/"' in page) is menu
    assert (f'href="{INDEX}"' in page) is nav


@pytest.mark.rule("SHA-4")
def test_a_grantee_sees_no_control_to_share(cast, client):
    cast.everything = UserFactory()
    GrantFactory(organization=cast.acme, grantee=cast.everything, resources=list(Resource.values))
    client.force_login(cast.everything)

    for page in ("/o/acme/support/", "/shared-with-me/", "/switch-account/"):
        assert "/shared-access/" not in client.get(page).text


@pytest.mark.rule("SHA-2", "SHA-7")
@pytest.mark.parametrize(("query", "found"), [("", 2), ("?expired=yes", 1), ("?expired=no", 1)])
def test_the_desk_finds_expired_ones(cast, client, gus_grant, query, found):
    Grant.objects.filter(pk=gus_grant.pk).update(expires_at=timezone.now())
    GrantFactory(organization=cast.acme, revoked_at=timezone.now())
    request = RequestFactory().get(f"/admin/sharedaccess/grant/{query}")
    request.user = UserFactory(agent=True, is_superuser=True)

    rows = site.get_model_admin(Grant).get_changelist_instance(request).get_queryset(request)

    assert rows.count() == found
