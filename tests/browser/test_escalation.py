"""The dialog that escalates, without a mouse and in both themes."""

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.models import Escalation
from tests.browser.inspection import Inspector

INSIDE = "document.activeElement === document.body || !!document.activeElement.closest('dialog')"


@pytest.fixture
def case_page(cast, live_server, page: Page, sign_in) -> Page:
    sign_in(page, cast.sue)
    page.goto(live_server.url + cast.case.get_absolute_url())
    return page


@pytest.fixture
def dialog(case_page) -> Locator:
    case_page.get_by_role("link", name="Escalate to management").press("Enter")
    dialog = case_page.get_by_role("dialog", name="Are you sure you want to escalate this case?")
    expect(dialog).to_be_visible()
    return dialog


@pytest.mark.rule("SLA-5", "USE-2")
def test_what_is_missing_is_said_in_the_dialog_and_what_was_typed_is_kept(cast, dialog):
    dialog.get_by_label("Details").fill("Nobody calls back.")
    dialog.get_by_role("button", name="Escalate").press("Enter")

    expect(dialog.get_by_role("alert")).to_contain_text("Choose a reason.")
    expect(dialog.get_by_role("alert")).to_be_focused()
    expect(dialog.get_by_label("Details")).to_have_value("Nobody calls back.")
    assert not Escalation.objects.exists()

    dialog.get_by_role("radio", name="awaiting callback/update").press("Space")
    dialog.get_by_role("button", name="Escalate").press("Enter")

    expect(dialog).to_be_hidden()
    expect(dialog.page.locator("#case-details")).to_contain_text("The support managers were told")
    assert Escalation.objects.get().reason == "callback"


@pytest.mark.rule("USE-2")
def test_the_dialog_keeps_the_focus_and_gives_it_back(case_page, dialog):
    for _stop in range(12):
        case_page.keyboard.press("Tab")
        assert case_page.evaluate(INSIDE)

    opener = case_page.get_by_role("link", name="Escalate to management")
    first = opener.element_handle()
    case_page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    case_page.wait_for_function("(first) => !first.isConnected", arg=first)  # it is drawn anew
    expect(opener).to_be_focused()


@pytest.mark.rule("USE-2")
def test_the_dialog_has_no_fault_in_either_theme(cast, live_server, page: Page, sign_in):
    inspector = Inspector(page)
    sign_in(page, cast.sue)
    page.goto(live_server.url + cast.case.get_absolute_url())
    page.get_by_role("link", name="Escalate to management").click()
    expect(page.locator("dialog[open] #escalation")).to_be_visible()
    inspector.look_at_desk("dialog")
    page.locator("dialog .dialog__actions button").click()
    expect(page.locator("dialog .field__error").first).to_be_visible()
    inspector.look_at_desk("refused")

    assert not inspector.faults, "\n".join(inspector.faults)


@pytest.mark.rule("SLA-5", "WIZ-15")
def test_without_a_script_the_button_leads_to_a_page(cast, live_server, new_context, sign_in):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, cast.sue)
    page.goto(live_server.url + cast.case.get_absolute_url())

    page.get_by_role("link", name="Escalate to management").click()
    page.get_by_role("radio", name="time to resolution").check()
    page.get_by_label("Details").fill("Two weeks.")
    page.get_by_role("button", name="Escalate").click()

    expect(page.locator("#case-details")).to_contain_text("The support managers were told")
