"""The desk in a real browser: its policy holds, its tabs part public from internal words."""

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of: scripts that fail, and all that the policy forbids."""
    words: list[str] = []
    page.on("pageerror", lambda error: words.append(str(error)))
    page.on("console", lambda said: words.append(said.text) if said.type == "error" else None)
    return words


@pytest.fixture
def case_page(cast, live_server, page: Page, sign_in, complaints) -> Page:
    sign_in(page, cast.ada)
    page.goto(f"{live_server.url}/admin/cases/case/{cast.case.pk}/change/")
    return page


@pytest.mark.rule("AGENT-2", "CASE-2")
def test_an_agent_writes_a_note_where_the_tab_says_so(case_page, complaints):
    comment = case_page.get_by_label("Comment, for the customer to read")
    note = case_page.get_by_label("Internal note, for agents only")
    expect(comment).to_be_visible()
    expect(note).to_be_hidden()

    case_page.get_by_role("radio", name="Internal note").check(force=True)
    expect(comment).to_be_hidden()
    note.fill("Smells like DNS.")
    case_page.get_by_role("button", name="Add internal note").click()

    written = case_page.get_by_role("listitem").filter(has_text="Smells like DNS.")
    expect(written).to_contain_text("Internal note")
    assert complaints == []


def test_the_tabs_are_walked_with_the_arrow_keys(case_page):
    case_page.get_by_role("radio", name="Comment").focus()

    case_page.keyboard.press("ArrowRight")

    expect(case_page.get_by_label("Internal note, for agents only")).to_be_visible()


@pytest.mark.rule("AGENT-1")
def test_several_cases_are_taken_from_the_list(cast, live_server, page, sign_in, complaints):
    sign_in(page, cast.ada)
    page.goto(f"{live_server.url}/admin/cases/case/")

    page.locator("tbody input.action-select").check()
    page.locator("select[name=action]").select_option("take_selected")
    page.get_by_role("button", name="Run").click()

    expect(page.get_by_role("status")).to_contain_text("You took 1 case.")
    assert complaints == []


def test_the_filters_open_by_keyboard(cast, live_server, page, sign_in, complaints):
    sign_in(page, cast.ada)
    page.goto(f"{live_server.url}/admin/cases/case/")

    page.get_by_role("button", name="Filters").press("Enter")

    expect(page.get_by_text("By assignee")).to_be_visible()
    assert complaints == []
