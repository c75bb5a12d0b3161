"""A case on paper: all that was said, nothing that only a screen can do."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walks import case


@pytest.mark.rule("CASE-1")
def test_a_case_is_printed_whole_and_without_its_controls(
    demo_world, live_server, page: Page, sign_in
):
    sign_in(page, "sue@acme.example.com")
    page.goto(live_server.url + case("Saved addresses vanish"))

    page.emulate_media(media="print")

    for control in ("nav", "footer", "#answer", ".facts__edit", ".panel__actions", ".rail"):
        expect(page.locator(control).first).to_be_hidden()
    for part in (
        "h1",
        ".comment >> nth=-1",
        "#case-details dl",
        "#case-details .people li >> nth=0",
    ):
        expect(page.locator(part).first).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_where_a_link_of_an_article_leads_can_be_read(demo_world, live_server, page: Page):
    page.goto(f"{live_server.url}/help/")
    page.emulate_media(media="print")
    page.locator("main").evaluate(
        "(main) => main.insertAdjacentHTML('beforeend',"
        " '<p class=prose><a href=https://example.com/deep/page>words</a></p>')"
    )

    said = "(link) => getComputedStyle(link, '::after').content"

    assert "example.com/deep/page" in page.locator("main .prose a").last.evaluate(said)
