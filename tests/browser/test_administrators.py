"""A system admin invites somebody, appoints and removes them; each time it counts at once."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from cases.models import Case
from orgs.roles import Role
from tests.browser.conftest import text_of
from tests.factories import IssueTypeFactory, ProductAccountFactory, UserFactory, give_role

ZOE = "zoe@acme.example.com"


@pytest.fixture
def acme(cast):
    """Zoe's licences were imported; she never came here yet."""
    ProductAccountFactory(email=ZOE)
    IssueTypeFactory(key="broken", label_en="Something broke")
    return cast.acme


def invite(page: Page, site: str) -> None:
    page.goto(f"{site}/o/acme/administrators/")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("E-mail address").fill(ZOE)
    page.get_by_role("button", name="Add this person").click()
    expect(page.locator("#messages")).to_contain_text(f"An invitation is on its way to {ZOE}.")
    expect(page.get_by_role("row", name=ZOE)).to_contain_text("Resend")


def join(page: Page, letters) -> None:
    """By the link in the mail, through the sign-up, and back."""
    letter = letters.wait_for(ZOE, "Sam Example invites you")
    found = re.search(r"https?://\S+/invitations/\S+", text_of(letter))
    assert found
    page.goto(found[0])
    page.get_by_role("link", name="Create an account").click()
    expect(page.locator("input[name=email]")).to_have_value(ZOE)
    for name, value in {
        "first_name": "Zoe",
        "last_name": "New",
        "password1": "correct horse 9",
    }.items():
        page.locator(f"input[name={name}]").fill(value)
    page.locator("main form button").first.click()
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("#messages")).to_contain_text("You belong to Acme (Commerce) now.")


def open_person(page: Page, site: str) -> None:
    page.goto(f"{site}/o/acme/administrators/?q=zoe")
    page.get_by_role("link", name="Zoe New").click()


def appoint(page: Page, site: str) -> None:
    open_person(page, site)
    scope = page.get_by_role("radio", name="Chosen products")
    expect(scope).to_be_hidden()
    page.get_by_role("checkbox", name="Support admin").check()
    scope.check()
    page.get_by_role("checkbox", name="Commerce Pro").check()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("row", name="Zoe New")).to_contain_text("Support admin")


def file_a_case(page: Page, site: str) -> None:
    page.goto(f"{site}/account/")
    page.get_by_role("button", name="Link it").click()
    page.wait_for_load_state()
    page.goto(f"{site}/o/acme/cases/new/")
    page.locator("main form[method=post] button").first.click()
    page.locator("input[type=radio]").first.check(force=True)
    page.locator("main form .form__actions button").first.click()
    page.wait_for_url("**/issue/")
    page.locator("[name=title]").fill("Orders stop at the payment step")
    page.locator("[name=description]").fill("Since 09:00 no order gets through.")
    page.locator("input[name=priority][value='2']").check(force=True)
    page.locator("main form .form__actions button:not([formnovalidate])").last.click()
    page.wait_for_url("**/contact/")
    page.locator("main form .form__actions button").first.click()
    page.wait_for_url("**/review/")
    page.locator("main form .form__actions button").last.click()
    page.wait_for_url("**/submitted/")


def remove(page: Page, site: str) -> None:
    open_person(page, site)
    page.get_by_role("link", name="Remove this person").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Remove Zoe New from Acme (Commerce)?"
    )
    page.get_by_role("button", name="Remove this person").click()
    expect(page.locator("#messages")).to_contain_text("Zoe New does not belong to Acme")


@pytest.mark.rule("ROLE-1", "ROLE-4", "ROLE-5", "ROLE-8", "ID-3", "NOTE-1")
def test_somebody_is_invited_appointed_and_removed(
    cast, acme, live_server, browser: Browser, letters, worker, sign_in
):
    site, sid = live_server.url, UserFactory(first_name="Sid")
    give_role(sid, acme, Role.SYSTEM_ADMIN)
    sam, zoe = (browser.new_context(locale="en-GB").new_page() for _ in range(2))
    sign_in(sam, cast.sam)

    invite(sam, site)
    join(zoe, letters)
    expect(zoe.get_by_role("link", name="Support summary")).to_have_count(0)
    appoint(sam, site)
    letters.wait_for(ZOE, "You have a new role: Support admin")
    letters.wait_for(sid.email, "Zoe New has a new role: Support admin")
    file_a_case(zoe, site)
    case = Case.objects.get(requester__email=ZOE)

    remove(sam, site)

    answer = zoe.goto(site + case.get_absolute_url())
    assert answer
    assert answer.status == 404
    letters.wait_for(ZOE, "You no longer belong to Acme (Commerce)")
    sam.goto(f"{site}/o/acme/administrators/")
    expect(sam.locator("main")).not_to_contain_text("Zoe New")
