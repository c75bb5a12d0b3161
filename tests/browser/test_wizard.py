"""What only a browser shows of the wizard: redrawing, typing meanwhile, files, no JavaScript."""

import re
import time

import pytest
from playwright.sync_api import Page, Route, expect

from cases.models import Case, EndedDraft
from knowledge.models import Article
from orgs.models import ProductField
from tests.factories import (
    ArticleFactory,
    CaseFactory,
    EntitlementFactory,
    IssueTypeFactory,
    ProductFactory,
)
from tests.integration.cases.wizard.conftest import PNG

PASTE = """bytes => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, cancelable: true }));
}"""


@pytest.fixture
def issue(cast, live_server, page: Page, sign_in) -> Page:
    """Sue's browser on the second step; acme has two products, one of which asks everything."""
    for name in ProductField.Name.values:
        ProductField.objects.create(product=cast.product, name=name)
    managed = ProductFactory(name="Managed", asks_project_url=True)
    EntitlementFactory(organization=cast.acme, product=managed)
    IssueTypeFactory(label_en="Something stopped working")
    sign_in(page, cast.sue)
    page.goto(f"{live_server.url}/o/acme/cases/new/")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Something stopped working").check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tell us about the issue")
    page.evaluate("window.unreloaded = true")
    return page


def choose(page: Page, product: str) -> None:
    page.get_by_label("Select a product").select_option(label=product)


def slow_down(page: Page, seconds: float) -> None:
    """As on a slow line."""

    def wait(route: Route) -> None:
        time.sleep(seconds)
        route.continue_()

    page.route("**/issue/", wait)


@pytest.mark.rule("ENT-12")
def test_the_project_url_comes_and_goes_while_one_types(issue: Page):
    choose(issue, "Managed")
    field = issue.get_by_label("Cloud Project URL")
    issue.get_by_label("Case title").fill("It is slow")
    issue.get_by_label("Case description").fill("Since noon.")

    expect(field).to_be_visible()
    field.fill("https://one.cloud.example.com")
    issue.get_by_label("Case title").fill("It is very slow")
    expect(field).to_have_value("https://one.cloud.example.com")
    issue.get_by_label("Case description").fill("")
    expect(field).to_have_count(0)
    assert issue.evaluate("window.unreloaded")


@pytest.mark.rule("WIZ-2", "WIZ-6")
def test_on_a_slow_line_the_last_choice_counts(issue: Page):
    choose(issue, "Commerce Pro")
    critical = issue.get_by_role("radio", name="P1 Critical")
    expect(issue.get_by_label("Steps to reproduce")).to_be_visible()
    slow_down(issue, 0.5)

    critical.check()
    for _step in range(2):
        issue.keyboard.press("ArrowDown")
    issue.get_by_role("radio", name="Large").check()
    issue.wait_for_timeout(2500)

    expect(issue.get_by_role("radio", name="P3 Important")).to_be_checked()
    expect(issue.get_by_role("radio", name="Large")).to_be_checked()


@pytest.mark.rule("WIZ-2")
def test_what_is_chosen_before_the_scripts_have_come_counts(issue: Page):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    issue.route("**/htmx*.js", hold)
    issue.reload(wait_until="commit")

    choose(issue, "Commerce Pro")
    for route in held:
        route.continue_()

    expect(issue.get_by_label("Steps to reproduce")).to_be_visible()


@pytest.mark.rule("WIZ-10")
def test_what_is_typed_while_the_form_is_redrawn_is_not_lost(issue: Page):
    choose(issue, "Commerce Pro")
    steps = issue.get_by_label("Steps to reproduce")
    expect(steps).to_be_visible()
    slow_down(issue, 0.5)

    issue.get_by_role("radio", name="P2 Urgent").check()
    steps.click()
    issue.keyboard.type("press pay and wait", delay=80)

    expect(steps).to_have_value("press pay and wait")
    expect(steps).to_be_focused()
    issue.unroute("**/issue/")
    with issue.expect_response("**/issue/"):
        issue.get_by_label("Case title").click()
    issue.reload()
    expect(steps).to_have_value("press pay and wait")


@pytest.mark.rule("WIZ-9")
def test_files_are_chosen_pasted_and_taken_away_without_a_reload(issue: Page, tmp_path):
    program, picture = tmp_path / "tool.exe", tmp_path / "cart.png"
    program.write_bytes(b"MZ")
    picture.write_bytes(PNG)
    region = issue.locator("#attachments")
    issue.get_by_label("Case title").fill("Typed before")

    region.locator("input[type=file]").set_input_files([program, picture])
    expect(region).to_contain_text("tool.exe is a program or a library")
    expect(region).to_contain_text("cart.png")
    issue.evaluate(PASTE, list(PNG))
    expect(region).to_contain_text("screenshot-")
    region.get_by_role("button", name="Remove cart.png").click()

    expect(region).not_to_contain_text("cart.png")
    expect(issue.get_by_label("Case title")).to_have_value("Typed before")
    assert issue.evaluate("window.unreloaded")


@pytest.mark.rule("WIZ-8")
def test_an_article_appears_beside_the_form_and_can_solve_it(issue: Page):
    Article.objects.create(
        slug="payment", language="en", title="Payment fails", body="Look.", is_published=True
    )
    issue.evaluate("window.heard = document.getElementById('suggested')")
    issue.get_by_label("Case title").press_sequentially("Our paym")

    expect(issue.get_by_role("link", name="Payment fails")).to_have_attribute("target", "_blank")
    expect(issue.locator("#suggested")).to_have_text("1 suggestion after the form.")
    assert issue.locator("#suggested").evaluate("it => it === window.heard")
    issue.get_by_role("button", name="This solved it").click()

    expect(issue.get_by_role("status")).to_contain_text("No case was filed")
    assert EndedDraft.objects.count() == 1


@pytest.mark.rule("WIZ-8")
def test_an_open_case_like_it_can_be_watched_instead(cast, issue: Page):
    like = CaseFactory(
        organization=cast.acme, product=cast.product, requester=cast.olga, title="Payment fails"
    )
    issue.get_by_label("Case title").press_sequentially("Our payment fails")

    issue.get_by_role("button", name="Watch this case instead").click()

    expect(issue).to_have_url(re.compile(f"{like.number}/$"))
    expect(issue.get_by_role("status").first).to_contain_text("kept as a draft")
    assert like.watchers.get().user == cast.sue


@pytest.mark.rule("WIZ-8", "WIZ-15")
@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_both_are_offered_after_a_step_that_was_refused(
    cast, live_server, page: Page, sign_in
):
    ArticleFactory(title="Payment fails")
    like = CaseFactory(
        organization=cast.acme, product=cast.product, requester=cast.olga, title="Payment is off"
    )
    IssueTypeFactory(label_en="Something stopped working")
    sign_in(page, cast.sue)
    page.goto(f"{live_server.url}/o/acme/cases/new/")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Something stopped working").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Case title").fill("Payment fails")
    page.get_by_label("Case title").press("Enter")

    expect(page.get_by_role("link", name="Payment fails")).to_be_visible()
    expect(page.get_by_role("link", name="Payment is off")).to_have_count(0)
    page.get_by_label("Case title").fill("Payment off")
    page.get_by_label("Case title").press("Enter")
    page.get_by_role("button", name="Watch this case instead").click()

    assert like.watchers.get().user == cast.sue


@pytest.mark.rule("WIZ-15", "WIZ-14")
@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript_the_whole_way_can_be_walked(
    cast, live_server, page: Page, sign_in, tmp_path
):
    (tmp_path / "cart.png").write_bytes(PNG)
    for name in ("environment", "steps"):
        ProductField.objects.create(product=cast.product, name=name)
    EntitlementFactory(organization=cast.acme, product=ProductFactory(name="Other"))
    IssueTypeFactory(label_en="Something stopped working")
    sign_in(page, cast.sue)
    page.goto(f"{live_server.url}/o/acme/cases/new/")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Something stopped working").check()
    page.get_by_role("button", name="Next").click()

    choose(page, "Commerce Pro")
    page.get_by_label("Case description").fill("Since noon.")
    page.get_by_role("radio", name="P2 Urgent").check()
    page.get_by_label("Case title").fill("It is slow")
    page.locator("input[type=file]").set_input_files(tmp_path / "cart.png")
    page.get_by_label("Case title").press("Enter")
    expect(page.get_by_text("Your answers bring up more questions")).to_be_visible()
    expect(page.get_by_role("button", name="Remove cart.png")).to_be_visible()
    page.get_by_role("radio", name="Staging").check()
    page.get_by_role("button", name="Next").click()

    page.get_by_label("Your time zone").select_option("Europe/Paris")
    page.get_by_label("Max Example").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Submit").click()

    case = Case.objects.latest("pk")
    expect(page.get_by_text(case.number)).to_be_visible()
    assert (case.title, case.environment) == ("It is slow", "staging")
    assert case.attachments.get().name == "cart.png"
