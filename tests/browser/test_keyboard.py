"""The portal without a mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.models import Case

FOCUS_IS_SEEN = """() => {
    const one = document.activeElement;
    const marked = [one, one.closest("label"), one.closest(".dropzone")?.firstElementChild];
    return marked.some((part) => part && getComputedStyle(part).outlineStyle !== "none"
        && parseFloat(getComputedStyle(part).outlineWidth) >= 2);
}"""


def tab(page: Page) -> None:
    """To the next stop, which must be seen."""
    page.keyboard.press("Tab")
    where = page.evaluate("document.activeElement.outerHTML.slice(0, 150)")
    assert where.startswith("<body") or page.evaluate(FOCUS_IS_SEEN), where


def tab_to(page: Page, wanted: Locator) -> None:
    for _stop in range(80):
        tab(page)
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {wanted}.")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    tab_to(page, wanted)
    page.keyboard.press(key)


def press_next(page: Page, to: str) -> None:
    press(page, page.locator(".form__actions").get_by_role("button", name="Next"))
    page.wait_for_url(f"**/{to}/")


@pytest.fixture
def sue(demo_world, live_server, page: Page, sign_in) -> Page:
    sign_in(page, "sue@acme.example.com")
    page.goto(f"{live_server.url}/o/acme-commerce/support/")
    return page


@pytest.mark.rule("USE-2", "WIZ-1")
def test_a_case_is_filed_with_the_keyboard_alone(sue):
    press(sue, sue.get_by_role("link", name="Create case", exact=True))
    sue.wait_for_url("**/new/")
    press(sue, sue.get_by_role("button", name="Start"))
    sue.wait_for_url("**/type/")
    press(sue, sue.get_by_role("radio", name="Checkout, cart and payment"), "Space")
    press_next(sue, "issue")

    tab_to(sue, sue.get_by_label("Select a product"))
    sue.keyboard.type("Commerce Pro")
    expect(sue.get_by_role("group", name="Business impact")).to_be_visible()
    tab_to(sue, sue.get_by_label("Case title"))
    sue.keyboard.type("No mouse at hand")
    tab_to(sue, sue.get_by_label("Case description"))
    sue.keyboard.type("The cat has it.")
    tab_to(sue, sue.get_by_role("radio", name=re.compile("P1")))
    sue.keyboard.press("ArrowDown")
    expect(sue.get_by_role("radio", name=re.compile("P2"))).to_be_checked()
    press_next(sue, "contact")
    press_next(sue, "review")
    press(sue, sue.get_by_role("button", name="Submit"))
    sue.wait_for_url("**/submitted/")

    assert Case.objects.get(title="No mouse at hand").priority == 2


@pytest.mark.rule("USE-2")
@pytest.mark.parametrize("path", ["/o/acme-commerce/cases/?scope=org&status=open", "/account/"])
def test_each_stop_of_the_tab_key_is_seen(sue, live_server, path):
    sue.goto(live_server.url + path)

    for _stop in range(60):
        tab(sue)


@pytest.mark.rule("USE-2")
def test_the_first_stop_skips_to_the_content(sue):
    tab(sue)
    expect(sue.get_by_role("link", name="Skip to the content")).to_be_in_viewport()

    sue.keyboard.press("Enter")
    tab(sue)

    expect(sue.get_by_role("link", name="Create case", exact=True)).to_be_focused()


@pytest.mark.rule("USE-2")
def test_the_account_menu_opens_and_closes(sue):
    menu = sue.locator("summary").filter(has_text="Your account")
    press(sue, menu)
    expect(sue.get_by_role("link", name="Check my access")).to_be_visible()

    sue.keyboard.press("ArrowDown")
    expect(sue.get_by_role("link", name="Account", exact=True)).to_be_focused()
    sue.keyboard.press("ArrowUp")
    sue.keyboard.press("ArrowUp")
    expect(sue.get_by_role("button", name="Sign out")).to_be_focused()
    sue.keyboard.press("Escape")

    expect(sue.get_by_role("link", name="Check my access")).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.rule("USE-2")
def test_on_a_phone_the_pages_and_the_organizations_fold_away(sue):
    sue.set_viewport_size({"width": 320, "height": 640})
    menu, picker = (sue.locator("summary").filter(has_text=text) for text in ("Menu", "Acme"))
    press(sue, menu)
    tab_to(sue, sue.get_by_role("link", name="Cases", exact=True))

    sue.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(sue.get_by_role("link", name="Cases", exact=True)).to_be_hidden()

    press(sue, picker)
    press(sue, sue.get_by_role("link", name="Acme (Experience)"))
    sue.wait_for_url("**/o/acme-experience/**")


@pytest.mark.rule("USE-2")
def test_a_list_is_filtered_without_a_mouse(sue, live_server):
    sue.goto(f"{live_server.url}/o/acme-commerce/cases/?scope=org")
    press(sue, sue.locator("summary").filter(has_text="Filters"))
    tab_to(sue, sue.get_by_label("Priority"))
    sue.keyboard.type("P1")
    press(sue, sue.get_by_role("button", name="Apply"))
    sue.wait_for_url("**priority=1**")

    chip = sue.get_by_role("link", name="Remove Priority: P1 Critical")
    press(sue, chip)

    expect(chip).to_be_hidden()
