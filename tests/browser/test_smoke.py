"""The front door opens."""

from playwright.sync_api import Page, expect


def test_a_visitor_sees_what_this_is(live_server, page: Page):
    page.goto(live_server.url)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
