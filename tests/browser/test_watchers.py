"""The watchers of a case, in the dialog that the pencil opens."""

import pytest
from playwright.sync_api import Locator, Page, expect


@pytest.fixture
def case_page(cast, live_server, page: Page, sign_in) -> Page:
    sign_in(page, cast.sue)
    page.goto(live_server.url + cast.case.get_absolute_url())
    return page


@pytest.fixture
def dialog(case_page) -> Locator:
    case_page.get_by_role("link", name="Edit watchers").click()
    dialog = case_page.get_by_role("dialog", name="Watchers")
    expect(dialog).to_be_visible()
    return dialog


def watched_by(page: Page) -> Locator:
    return page.locator("#case-details dl > div").filter(has_text="Watchers").last


@pytest.mark.rule("CASE-3")
def test_somebody_is_added_and_removed_again(cast, case_page, dialog):
    dialog.get_by_label("Add a watcher").fill("olga@example.com")
    dialog.get_by_role("button", name="Add watcher").click()
    expect(dialog.get_by_role("listitem")).to_contain_text("olga@example.com")

    dialog.get_by_role("link", name="Done").click()
    expect(watched_by(case_page)).to_contain_text("Olga Example")
    assert cast.case.watchers.get().user == cast.olga

    case_page.get_by_role("link", name="Edit watchers").click()
    dialog.get_by_role("button", name="Remove Olga Example").click()
    expect(dialog).to_contain_text("Nobody watches this case.")
    case_page.keyboard.press("Escape")
    expect(watched_by(case_page)).to_contain_text("Nobody")
    assert not cast.case.watchers.exists()


@pytest.mark.rule("CASE-3", "WIZ-3")
def test_a_stranger_is_refused_in_the_dialog(cast, dialog):
    field = dialog.get_by_label("Add a watcher")
    field.fill("eve@example.com")
    field.press("Enter")

    expect(dialog).to_contain_text("eve@example.com does not belong to Acme")
    expect(field).to_have_value("eve@example.com")
    expect(field).to_be_focused()
    assert not cast.case.watchers.exists()


@pytest.mark.rule("USE-2")
def test_the_dialog_keeps_the_focus_and_gives_it_back(case_page, dialog):
    for _ in range(8):
        case_page.keyboard.press("Tab")
        inside = (
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert case_page.evaluate(inside)

    pencil = case_page.get_by_role("link", name="Edit watchers")
    first = pencil.element_handle()
    case_page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    case_page.wait_for_function("(first) => !first.isConnected", arg=first)  # it is drawn anew
    expect(pencil).to_be_focused()


@pytest.mark.rule("CASE-3", "WIZ-15")
def test_without_a_script_the_pencil_leads_to_a_page(cast, live_server, new_context, sign_in):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, cast.sue)
    page.goto(live_server.url + cast.case.get_absolute_url())

    page.get_by_role("link", name="Edit watchers").click()
    page.get_by_label("Add a watcher").fill("olga@example.com")
    page.get_by_role("button", name="Add watcher").click()
    expect(page.get_by_role("listitem").filter(has_text="olga@")).to_be_visible()
    page.get_by_role("button", name="Remove Olga Example").click()

    expect(page.locator("main")).to_contain_text("Nobody watches this case.")
