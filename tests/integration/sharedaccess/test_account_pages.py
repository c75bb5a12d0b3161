"""The account pages: the owner sees all of them, a grantee what was ticked (ACCT-1)."""

import pytest

from orgs.models import ProjectMembership
from orgs.roles import Resource
from sharedaccess.models import Grant
from tests.factories import (
    CaseFactory,
    DownloadFactory,
    EntitlementFactory,
    InvoiceFactory,
    OrganizationFactory,
    ProjectFactory,
    ScanReportFactory,
)

PAGES = ("products", "downloads", "projects", "security", "billing", "settings", "data")
TICKED = {
    Resource.PRODUCTS: {"products"},
    Resource.DOWNLOADS: {"downloads"},
    Resource.CLOUD_PROJECTS: {"projects"},
    Resource.SECURITY_TOOL: {"security"},
    Resource.SUPPORT: set(),
}


def opened_by(client, user):
    client.force_login(user)
    return {page for page in PAGES if client.get(f"/o/acme/account/{page}/").status_code == 200}


@pytest.mark.rule("ACCT-1")
def test_the_owner_opens_all_of_them(cast, client):
    assert opened_by(client, cast.olga) == set(PAGES)


@pytest.mark.rule("ACCT-1", "SHA-11")
@pytest.mark.parametrize("resource", Resource)
def test_a_grantee_opens_what_was_ticked_and_never_the_bills(cast, client, resource):
    Grant.objects.filter(grantee=cast.gus).update(resources=[resource])

    assert opened_by(client, cast.gus) == TICKED[resource]


@pytest.mark.rule("SHA-11")
def test_a_grantee_with_everything_sees_neither_bills_nor_settings(cast, client):
    Grant.objects.filter(grantee=cast.gus).update(resources=list(Resource))

    assert set(PAGES) - opened_by(client, cast.gus) == {"billing", "settings", "data"}


@pytest.mark.rule("ACCT-1")
@pytest.mark.parametrize(
    ("name", "status"),
    [("sam", 403), ("sue", 403), ("pat", 403), ("max", 403), ("eve", 404), ("ada", 404)],
)
@pytest.mark.parametrize("tab", PAGES)
def test_nobody_else_opens_any(cast, client, name, status, tab):
    client.force_login(getattr(cast, name))

    answer = client.get(f"/o/acme/account/{tab}/")

    assert answer.status_code == status
    if status == 403:
        assert "Olga" in answer.text


@pytest.mark.rule("SHA-10")
def test_a_revoked_grant_opens_no_file_any_more(cast, client):
    download = DownloadFactory(organization=cast.acme, product=cast.product)
    url = f"/o/acme/account/downloads/{download.pk}/"
    client.force_login(cast.gil)
    assert client.get(url).getvalue() == b"bytes of a release"

    Grant.objects.filter(grantee=cast.gil).update(revoked_at=download.organization.created_at)

    answer = client.get(url)
    assert (answer.status_code, answer.url) == (302, "/start/")


def test_files_are_saved_and_never_shown(cast, client):
    report = ScanReportFactory(organization=cast.acme, name="../<b>.html")
    client.force_login(cast.olga)

    answer = client.get(f"/o/acme/account/security/{report.pk}/")

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_nothing_of_another_organization_is_shown_or_handed_out(cast, client):
    foreign = OrganizationFactory(name="Initech")
    download = DownloadFactory(organization=foreign, name="secret.zip")
    report = ScanReportFactory(organization=foreign, target="secret.example.com")
    InvoiceFactory(organization=foreign, number="SECRET-1")
    ProjectFactory(organization=foreign, name="secret project")
    client.force_login(cast.olga)

    pages = "".join(client.get(f"/o/acme/account/{page}/").text for page in PAGES)

    assert "secret" not in pages.lower()
    assert client.get(f"/o/acme/account/downloads/{download.pk}/").status_code == 404
    assert client.get(f"/o/acme/account/security/{report.pk}/").status_code == 404


@pytest.mark.rule("ACCT-1")
def test_the_pages_say_what_there_is(cast, client):
    EntitlementFactory(organization=cast.acme, suspended_for="licence")
    InvoiceFactory(organization=cast.acme, number="INV-77", products=[cast.product], overdue=True)
    client.force_login(cast.olga)

    products = client.get("/o/acme/account/products/").text
    billing = client.get("/o/acme/account/billing/").text

    assert "Commerce Pro" in products
    assert "Suspended" in products
    assert all(words in billing for words in ("INV-77", "Overdue", "100.00 EUR"))


@pytest.mark.rule("ACCT-2")
def test_the_account_pages_have_a_tab_to_support(cast, client):
    client.force_login(cast.olga)

    assert 'href="/o/acme/support/?from=account"' in client.get("/o/acme/account/billing/").text
    assert "Open ticket" in client.get("/o/acme/support/?from=account").text


@pytest.mark.parametrize("tab", PAGES)
def test_each_page_costs_the_same_however_much_there_is(
    cast, client, tab, django_assert_max_num_queries
):
    for _each in range(30):
        project = ProjectFactory(organization=cast.acme)
        InvoiceFactory(organization=cast.acme, products=[cast.product])
        ProjectMembership.objects.create(project=project, user=cast.sue)
    client.force_login(cast.olga)

    with django_assert_max_num_queries(10):
        client.get(f"/o/acme/account/{tab}/")


def test_a_list_is_paged_and_a_forged_cursor_shows_the_first_page(cast, client):
    for _each in range(30):
        InvoiceFactory(organization=cast.acme)
    client.force_login(cast.olga)
    url = "/o/acme/account/billing/"

    first = client.get(url).context["page"]
    second = client.get(f"{url}?after={first.next}").context["page"]

    assert (len(first.rows), len(second.rows)) == (25, 5)
    assert client.get(f"{url}?after=9999999999.1").status_code == 200
    forged = client.get(f"{url}?after=nonsense")
    assert forged.context["page"].rows == first.rows
    assert "The page is unknown; this is the first one." in forged.text


@pytest.mark.rule("ACCT-3")
@pytest.mark.parametrize(
    ("name", "status"),
    [("olga", 200), ("sue", 200), ("max", 404), ("gus", 404), ("gil", 404), ("eve", 404)],
)
def test_the_console_of_a_project_is_for_its_members_and_the_account(cast, client, name, status):
    project = ProjectFactory(organization=cast.acme, joined_by=[cast.sue])
    client.force_login(getattr(cast, name))

    assert client.get(f"/o/acme/projects/{project.pk}/").status_code == status


@pytest.mark.rule("ACCT-3")
def test_the_console_leads_to_the_tickets_of_the_project(cast, client):
    project = ProjectFactory(organization=cast.acme, joined_by=[cast.sue])
    client.force_login(cast.sue)

    page = client.get(f"/o/acme/projects/{project.pk}/").text

    assert "My tickets" in page
    assert f'href="/o/acme/cases/?scope=mine&amp;project={project.pk}"' in page


@pytest.mark.rule("ACCT-3")
def test_my_tickets_are_those_of_the_project_and_lead_to_the_wizard(cast, client):
    shop = ProjectFactory(organization=cast.acme, joined_by=[cast.sue])
    in_shop = CaseFactory(
        organization=cast.acme, product=shop.product, project=shop, requester=cast.sue
    )
    client.force_login(cast.sue)

    page = client.get(f"/o/acme/cases/?scope=mine&project={shop.pk}")

    assert [case.pk for case in page.context["page"].rows] == [in_shop.pk]
    assert "Submit a ticket" in page.text
    assert f'href="/o/acme/cases/new/?project={shop.pk}"' in page.text


@pytest.mark.rule("ACCT-3")
def test_a_project_without_tickets_shows_none_instead_of_all(cast, client):
    shop = ProjectFactory(organization=cast.acme, joined_by=[cast.sue])
    client.force_login(cast.sue)

    page = client.get(f"/o/acme/cases/?scope=mine&project={shop.pk}")

    assert page.context["page"].rows == []


def test_the_project_of_somebody_else_is_left_out_of_the_question(cast, client):
    foreign = ProjectFactory(organization=cast.globex)
    client.force_login(cast.sue)

    page = client.get(f"/o/acme/cases/?scope=mine&project={foreign.pk}")

    assert page.context["wanted"].get("project", "") == ""
