"""The documentation of the API is drawn under our content security policy."""

from playwright.sync_api import Page, expect

WATCH = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def test_the_documentation_is_drawn_without_a_violation(live_server, page: Page):
    page.add_init_script(WATCH)
    page.goto(f"{live_server.url}/api/v1/docs")

    expect(page.get_by_role("heading", name="Guichet")).to_be_visible()
    page.locator("#operations-cases-open_case").get_by_role("button").first.click()
    expect(page.get_by_text("Idempotency-Key").first).to_be_visible()
    assert page.evaluate("window.violations") == []


def test_the_documentation_asks_the_api_itself(cast, live_server, page: Page, sign_in):
    sign_in(page, cast.sue)
    page.goto(f"{live_server.url}/api/v1/docs")

    page.locator("#operations-me-me").get_by_role("button").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()

    expect(page.locator(".live-responses-table")).to_contain_text("sue@example.com")
