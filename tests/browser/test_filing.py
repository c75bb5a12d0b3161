"""Filing a case in the demo world: what follows from each answer, and what is kept."""

import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from cases.models import Case
from tests.browser.walks import PIXEL

ACME = "/o/acme-commerce"
SHOT = FilePayload(name="screenshot.png", mimeType="image/png", buffer=PIXEL)
TRANSFER = """([name, type, bytes]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], name, {type}));
    return transfer;
}"""


@pytest.fixture
def sue(demo_world, live_server, page: Page, sign_in) -> Page:
    sign_in(page, "sue@acme.example.com")
    return page


@pytest.fixture
def issue(sue, live_server) -> Page:
    """The second step, with the first one answered."""
    return begin(sue, live_server.url)


def begin(page: Page, site: str, organization: str = ACME) -> Page:
    page.goto(f"{site}{organization}/cases/new/")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("radio", name="Something stopped working").check()
    press_next(page)
    page.wait_for_url("**/issue/")
    return page


def press_next(page: Page) -> None:
    page.locator(".form__actions").get_by_role("button", name="Next").click()


def describe(page: Page, product: str = "Commerce Pro", title: str = "Payment stays blank") -> None:
    page.get_by_label("Select a product").select_option(label=product)
    expect(page.get_by_role("group", name="Business impact")).to_be_visible()
    page.get_by_label("Case title").fill(title)
    page.get_by_label("Case description").fill("Since 09:00, for all customers.")


def go_to_review(page: Page) -> None:
    page.get_by_role("radio", name=re.compile("P3")).check()
    press_next(page)
    page.wait_for_url("**/contact/")
    press_next(page)
    page.wait_for_url("**/review/")


@pytest.mark.rule("WIZ-2", "ENT-11")
def test_the_questions_follow_the_product(issue):
    issue.get_by_label("Case title").fill("Typed before")
    expect(issue.get_by_label("Product version")).to_be_hidden()

    issue.get_by_label("Select a product").select_option(label="Commerce Pro")
    expect(issue.get_by_label("Product version")).to_be_visible()
    issue.get_by_label("Select a product").select_option(label="Commerce Cloud")
    expect(issue.get_by_label("Project ID")).to_be_visible()

    expect(issue.get_by_label("Product version")).to_be_hidden()
    expect(issue.get_by_label("Case title")).to_have_value("Typed before")
    issue.get_by_label("Project ID").select_option(label="It is not listed")
    expect(issue.get_by_label("Which project is it?")).to_be_visible()


@pytest.mark.rule("ENT-9")
def test_the_warning_of_a_product_appears_when_it_is_chosen(issue):
    issue.get_by_label("Select a product").select_option(label="Commerce Reporting")

    expect(issue.get_by_text("does not handle Advanced Reporting")).to_be_visible()


@pytest.mark.rule("WIZ-5", "WIZ-6")
def test_p1_shows_the_hotline_at_once(issue):
    issue.get_by_label("Select a product").select_option(label="Commerce Pro")
    expect(issue.get_by_label("Product version")).to_be_visible()

    issue.get_by_role("radio", name=re.compile("P1")).check()
    expect(issue.get_by_role("link", name="+1 202 555 0142")).to_be_visible()
    issue.get_by_role("radio", name="Staging").check()
    expect(issue.get_by_text("P1 is for production.")).to_be_visible()
    issue.get_by_role("radio", name=re.compile("P2")).check()

    expect(issue.get_by_role("link", name="+1 202 555 0142")).to_be_hidden()


@pytest.mark.rule("WIZ-9")
def test_files_dropped_on_the_form_are_uploaded(issue):
    issue.get_by_label("Case title").fill("Typed before")

    transfer = issue.evaluate_handle(TRANSFER, ["dropped.png", "image/png", list(PIXEL)])
    issue.dispatch_event("#attachments", "drop", {"dataTransfer": transfer})

    expect(issue.locator("#attachments .files li")).to_contain_text("dropped.png")
    expect(issue.get_by_label("Case title")).to_have_value("Typed before")


@pytest.mark.rule("WIZ-9")
def test_an_upload_shows_how_far_it_is(issue):
    issue.route("**/files/", lambda route: None)  # it never arrives

    issue.locator("#id_files").set_input_files(SHOT)

    expect(issue.get_by_role("progressbar", name="screenshot.png")).to_be_visible()


@pytest.mark.rule("WIZ-10")
def test_going_back_keeps_what_was_typed(issue):
    describe(issue)
    issue.get_by_role("radio", name=re.compile("P3")).check()
    press_next(issue)
    issue.wait_for_url("**/contact/")
    issue.get_by_label("Phone").fill("+33 1 99 00 27 41")
    issue.get_by_role("link", name="Back", exact=True).click()
    issue.wait_for_url("**/issue/")

    expect(issue.get_by_label("Case title")).to_have_value("Payment stays blank")
    issue.get_by_label("Select a product").select_option(label="Commerce Reporting")
    expect(issue.get_by_label("Product version")).to_be_hidden()
    expect(issue.get_by_label("Case title")).to_have_value("Payment stays blank")


@pytest.mark.rule("WIZ-10", "HOME-1")
def test_a_draft_goes_on_at_another_device(issue, live_server, new_context, sign_in):
    describe(issue)
    issue.get_by_label("Affected URL").fill("https://shop.acme.example.com/")
    with issue.expect_response("**/issue/"):  # leaving the control saves it
        issue.get_by_label("Affected URL").press("Tab")

    phone = new_context().new_page()
    sign_in(phone, "sue@acme.example.com")
    phone.goto(f"{live_server.url}{ACME}/support/")
    phone.get_by_role("link", name="Payment stays blank").click()

    expect(phone.get_by_label("Case title")).to_have_value("Payment stays blank")
    expect(phone.get_by_label("Affected URL")).to_have_value("https://shop.acme.example.com/")


@pytest.mark.rule("WIZ-12")
def test_a_double_click_on_submit_makes_one_case(issue):
    describe(issue)
    go_to_review(issue)

    issue.get_by_role("button", name="Submit").dblclick()
    issue.wait_for_url("**/submitted/")
    issue.reload()

    expect(issue.get_by_role("heading", name="Your case is submitted")).to_be_visible()
    assert Case.objects.filter(title="Payment stays blank").count() == 1


@pytest.mark.rule("WIZ-12", "ENT-8")
def test_two_tabs_of_two_organizations_do_not_mix(issue, live_server):
    describe(issue)
    go_to_review(issue)
    other = issue.context.new_page()
    begin(other, live_server.url, "/o/acme-experience")
    describe(other, product="Experience Assets", title="A picture is missing")
    go_to_review(other)

    for tab in (issue, other):
        tab.get_by_role("button", name="Submit").click()
        tab.wait_for_url("**/submitted/")

    for title, slug in {
        "Payment stays blank": "acme-commerce",
        "A picture is missing": "acme-experience",
    }.items():
        assert Case.objects.get(title=title).organization.slug == slug
