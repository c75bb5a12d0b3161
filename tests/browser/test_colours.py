"""Light and dark: as the system says, unless somebody chose."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walks import ACME, case

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


# What would vanish in the two colours that the person chose: words and marks on their own ground.
VANISHING = """() => [...document.querySelectorAll(".tag, .button, .icon, .bar, h1, a, td")]
    .filter((one) => one.checkVisibility({visibilityProperty: true}))
    .filter((one) => {
        const {color, backgroundColor, fill} = getComputedStyle(one);
        return color === backgroundColor || one.localName === "svg" && fill === CANVAS;
    }).map((one) => one.outerHTML.slice(0, 90))"""
EDGELESS = """() => [...document.querySelectorAll(".tag[data-status], a.button, .bar, .panel")]
    .filter((one) => one.checkVisibility() && getComputedStyle(one).borderStyle === "none")
    .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.mark.rule("USE-2")
def test_forced_colours_hide_nothing(demo_world, live_server, page: Page, sign_in):
    page.emulate_media(forced_colors="active", color_scheme="dark")
    sign_in(page, "sue@acme.example.com")

    for path in (f"{ACME}/cases/?scope=org", case("Saved addresses"), f"{ACME}/support/"):
        page.goto(live_server.url + path)
        canvas = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert page.evaluate(VANISHING.replace("CANVAS", repr(canvas))) == []
        assert page.evaluate(EDGELESS) == []
        page.locator("main a").first.press("Shift")
        ring = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid" in ring, ring
