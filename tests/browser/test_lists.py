"""Filters, saved views and files of the lists, as people use them."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.models import SavedView
from orgs.roles import Role
from tests.browser.inspection import Inspector
from tests.factories import CaseFactory, OrganizationFactory, give_role


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request, new_context) -> Page:
    return new_context(java_script_enabled=request.param).new_page()


@pytest.mark.rule("LIST-3", "LIST-4")
def test_a_list_is_filtered_saved_found_again_and_cleared(cast, live_server, page, sign_in):
    CaseFactory(organization=cast.acme, product=cast.product, title="Café", priority=2)
    sign_in(page, cast.sue)
    page.goto(f"{live_server.url}/o/acme/cases/?scope=org")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)

    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Priority").select_option("P2 Urgent")
    page.get_by_label("Opened").select_option("Last 3 months")
    page.get_by_role("button", name="Apply").click()
    expect(rows).to_have_count(1)
    expect(page.get_by_role("link", name="Remove Priority: P2 Urgent")).to_be_visible()

    page.get_by_text("Save this view").click()
    page.get_by_label("Name of the view").fill("Urgent and new")
    page.get_by_role("button", name="Save", exact=True).click()
    view = page.get_by_role("link", name="Urgent and new")
    expect(view).to_have_attribute("aria-current", "true")

    page.get_by_role("link", name="Remove Priority: P2 Urgent").click()
    expect(rows).to_have_count(2)
    page.get_by_role("searchbox", name="Search").fill("CAFE")
    page.get_by_role("button", name="Search").click()
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="Clear all").click()
    expect(rows).to_have_count(2)
    view.click()
    expect(rows).to_have_count(1)
    assert SavedView.objects.get().query == "scope=org&priority=2&period=3"


@pytest.mark.rule("LIST-3")
def test_a_view_is_replaced_renamed_and_deleted(cast, live_server, page, sign_in):
    SavedView.objects.create(
        user=cast.sue, organization=cast.acme, name="Mine", query="scope=mine&status=open"
    )
    sign_in(page, cast.sue)
    page.goto(f"{live_server.url}/o/acme/cases/?scope=org")
    page.get_by_text("Save this view").click()
    page.get_by_label("Name of the view").fill("mine")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("You have a view of this name already.")

    page.get_by_role("button", name="Replace the view of this name").click()
    expect(page.get_by_role("link", name="Mine", exact=True)).to_have_attribute(
        "aria-current", "true"
    )
    page.get_by_role("link", name="Manage Saved views").click()
    page.get_by_label("Name of the view").fill("Everything")
    page.get_by_role("button", name="Rename Mine").click()
    expect(page.get_by_role("heading", name="Everything")).to_be_visible()
    page.get_by_role("button", name="Delete Everything").click()
    expect(page.get_by_role("heading", name="No saved view yet")).to_be_visible()


@pytest.mark.rule("LIST-5")
def test_the_file_comes_down_under_its_name(cast, live_server, page, sign_in):
    sign_in(page, cast.sue)
    page.goto(f"{live_server.url}/o/acme/cases/")

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()

    assert download.value.suggested_filename.startswith("cases-acme-20")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert [row[0] for row in csv.reader(text.splitlines())] == ["Number", cast.case.number]


@pytest.mark.rule("USE-1", "USE-2")
def test_the_pages_have_no_fault_in_either_language(cast, live_server, new_context, sign_in):
    page = new_context().new_page()
    give_role(cast.sue, OrganizationFactory(name="Zeta", slug="zeta"), Role.SUPPORT_ADMIN)
    for name in ("Urgent", "A rather long name for what somebody comes back to each week"):
        SavedView.objects.create(
            user=cast.sue, organization=cast.acme, name=name, query="scope=org&status=open"
        )
    sign_in(page, cast.sue)
    inspector = Inspector(page)
    for language in ("en", "fr"):
        type(cast.sue).objects.filter(pk=cast.sue.pk).update(language=language)
        for name, path in {
            "list": "/o/acme/cases/?scope=org&status=open&period=6&q=checkout&sort=-opened",
            "views": "/o/acme/cases/views/",
            "inbox": "/cases/?organization=acme",
        }.items():
            page.goto(live_server.url + path)
            inspector.look(f"{name}-{language}")

    assert not inspector.faults, "\n".join(inspector.faults)
