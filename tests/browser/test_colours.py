"""Light and dark: as the system says, unless somebody chose."""

import pytest
from playwright.sync_api import Page, expect

CANVAS = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.mark.rule("USE-2")
def test_a_chosen_scheme_lasts_and_is_taken_back(live_server, page: Page):
    page.emulate_media(color_scheme="light")
    page.goto(live_server.url)
    light = page.evaluate(CANVAS)

    page.get_by_role("button", name="Dark").click()
    page.reload()
    dark = page.evaluate(CANVAS)

    assert dark != light
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Automatic").click()
    assert page.evaluate(CANVAS) == light
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(CANVAS) == dark


@pytest.mark.rule("WIZ-15")
def test_what_needs_a_script_is_hidden_without_one(live_server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url)

    expect(page.locator("[data-theme-switch]")).to_be_hidden()
