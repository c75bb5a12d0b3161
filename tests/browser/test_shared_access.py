"""The owner shares access and takes it back, while the grantee is at work in another browser."""

import pytest
from playwright.sync_api import Page, expect

from orgs.models import User
from sharedaccess.models import Grant
from tests.browser.test_filing import ACME, begin, describe, press_next

OLGA, HOPE = "olga@acme.example.com", "hope@hooli.example.com"


@pytest.fixture
def olga(demo_world, live_server, page: Page, sign_in) -> Page:
    sign_in(page, OLGA)
    page.goto(f"{live_server.url}{ACME}/shared-access/")
    return page


def share(page: Page, person: User) -> None:
    page.get_by_role("link", name="Grant account permissions").click()
    page.get_by_label("Account number").fill(person.product_account.number)
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Share name").fill("Second line")
    page.get_by_role("checkbox", name="Support").check()
    page.get_by_role("button", name="Grant account permissions").click()
    expect(page.get_by_role("status").filter(has_text="You share access")).to_be_visible()


@pytest.mark.rule("SHA-3", "SHA-6", "SHA-10")
def test_access_taken_back_in_the_middle_of_the_wizard(olga, live_server, new_context, sign_in):
    hope = User.objects.get(email=HOPE)
    share(olga, hope)
    grantee = new_context().new_page()
    sign_in(grantee, HOPE)
    begin(grantee, live_server.url)
    describe(grantee)
    grantee.get_by_role("radio", name="P3").check()
    press_next(grantee)
    grantee.wait_for_url("**/contact/")

    olga.get_by_role("row").filter(has_text="Hope").get_by_role("link", name="Delete").click()
    olga.get_by_role("dialog").get_by_role("button", name="Delete user").click()
    expect(olga.get_by_role("status").filter(has_text="no shared access")).to_be_visible()
    press_next(grantee)

    expect(grantee.get_by_text("was taken back on")).to_be_visible()
    expect(grantee.get_by_role("link", name="Olga").first).to_be_visible()
    grantee.goto(f"{live_server.url}{ACME}/support/")
    grantee.wait_for_url("**/o/hooli-expired/**")
    expect(grantee.get_by_text("was taken back on")).to_be_visible()


@pytest.mark.rule("SHA-6")
def test_the_dialog_asks_and_x_changes_nothing(olga):
    row = olga.get_by_role("row").filter(has_text="Gus")
    row.get_by_role("link", name="Delete").click()
    dialog = olga.get_by_role("dialog")
    expect(dialog.get_by_text("can’t be reversed")).to_be_visible()

    dialog.get_by_role("button", name="Close").click()

    expect(dialog).to_be_hidden()
    expect(row.get_by_role("link", name="Delete")).to_be_focused()
    assert Grant.objects.active().filter(grantee__email__startswith="gus@").exists()


@pytest.mark.rule("SHA-9")
def test_the_account_is_switched_in_the_menu(demo_world, live_server, page: Page, sign_in):
    olga = User.objects.get(email=OLGA)
    assert olga.product_account.organizations.count() == 2
    sign_in(page, OLGA)
    page.goto(f"{live_server.url}{ACME}/support/")

    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Acme (Experience)").click()
    page.wait_for_url("**/o/acme-experience/support/")

    page.locator(".menu > summary").click()
    active = page.get_by_role("button", name="Acme (Experience)")
    expect(active).to_have_attribute("aria-current", "true")
