"""What others do on a case arrives on its open page by itself, and disturbs nobody (CASE-8)."""

import pytest
from playwright.sync_api import Page, expect

from cases import actions
from cases.lifecycle import Outcome
from cases.models import Case
from tests.browser.inspection import Inspector

OFTEN = """() => {
    Object.assign(document.querySelector("[data-live]").dataset, {every: 0.2, most: 0.5});
    window.unreloaded = true;
    window.dispatchEvent(new Event("online"));
}"""

HIDE = """(hidden) => {
    Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
    document.dispatchEvent(new Event("visibilitychange"));
}"""

HELD = "In the middle of a sentence"


@pytest.fixture
def case_page(cast, live_server, page: Page, sign_in) -> Page:
    """The case, long enough to scroll, that asks five times a second."""
    for number in range(12):
        say(cast, f"Comment {number}. " + "It is long. " * 20)
    sign_in(page, cast.sue)
    page.goto(live_server.url + cast.case.get_absolute_url())
    page.evaluate(OFTEN)
    return page


def say(cast, words: str) -> None:
    case = Case.objects.get(pk=cast.case.pk)
    case.organization = cast.acme
    actions.add_comment(actor=cast.actor("ada"), case=case, body=words)


def close(cast) -> None:
    actions.conclude(actor=cast.actor("ada"), case=cast.case, outcome=Outcome.CONFIRMED)


def questions(page: Page) -> list[str]:
    """The addresses of the polls from now on."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/version/" in one.url else None)
    return asked


@pytest.mark.rule("CASE-8")
def test_a_comment_arrives_without_a_reload(cast, case_page):
    say(cast, "We found it.")

    first = case_page.locator(".timeline > li").first
    expect(first).to_contain_text("We found it.")
    expect(first.get_by_text("New", exact=True)).to_be_visible()
    expect(case_page.locator("#news").get_by_text("1 new comment")).to_be_visible()
    assert case_page.locator(".comment").count() == 13
    assert case_page.evaluate("unreloaded")


@pytest.mark.rule("CASE-8")
def test_a_change_of_status_arrives_with_what_can_be_done_then(cast, case_page):
    close(cast)

    expect(case_page.locator("#case-state")).to_contain_text("Closed")
    expect(case_page.get_by_role("link", name="Reopen case")).to_be_visible()
    expect(case_page.locator("#answer")).to_contain_text("This case is closed")


@pytest.mark.rule("CASE-8", "USE-2")
def test_what_is_typed_is_not_disturbed(cast, case_page):
    field = case_page.get_by_label("Your comment")
    field.fill(HELD)
    field.evaluate("field => field.setSelectionRange(7, 13)")
    place = field.bounding_box()

    say(cast, "A long answer. " * 60)
    expect(case_page.get_by_text("1 new comment")).to_be_visible()

    expect(field).to_be_focused()
    expect(field).to_have_value(HELD)
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [7, 13]
    assert abs(field.bounding_box()["y"] - place["y"]) < 2


@pytest.mark.rule("CASE-8", "USE-2")
def test_what_is_read_further_down_stays_where_it_is(cast, case_page):
    read = case_page.get_by_text("Comment 3.")
    read.scroll_into_view_if_needed()
    place = read.bounding_box()

    say(cast, "A long answer. " * 60)
    expect(case_page.get_by_text("1 new comment")).to_be_visible()

    assert abs(read.bounding_box()["y"] - place["y"]) < 2


@pytest.mark.rule("CASE-8")
def test_an_open_dialog_stays_open_with_what_is_typed_in_it(cast, case_page):
    case_page.get_by_role("link", name="Close case").click()
    reason = case_page.get_by_role("dialog").get_by_label("Reason")
    reason.fill(HELD)

    say(cast, "One more question.")
    expect(case_page.locator(".comment").first).to_contain_text("One more question.")

    expect(reason).to_be_focused()
    expect(reason).to_have_value(HELD)


@pytest.mark.rule("CASE-8", "USE-2")
def test_the_news_lead_to_what_is_new(cast, case_page):
    say(cast, "We found it.")
    case_page.get_by_role("link", name="1 new comment").click()

    expect(case_page.locator(".comment").first).to_be_focused()
    expect(case_page.get_by_role("link", name="1 new comment")).to_have_count(0)
    version = str(Case.objects.get(pk=cast.case.pk).version)
    expect(case_page.locator("#answer [name=version]")).to_have_value(version)


@pytest.mark.rule("CASE-8")
def test_a_hidden_page_asks_nothing_and_catches_up_at_once(cast, case_page):
    case_page.evaluate(HIDE, True)
    case_page.wait_for_timeout(300)
    asked = questions(case_page)
    say(cast, "We found it.")
    case_page.wait_for_timeout(1_000)
    assert asked == []

    case_page.evaluate(HIDE, False)

    expect(case_page.locator(".comment").first).to_contain_text("We found it.")


@pytest.mark.rule("CASE-8")
def test_without_a_line_it_waits_and_then_goes_on(cast, case_page):
    case_page.context.set_offline(True)
    say(cast, "We found it.")
    case_page.wait_for_timeout(500)
    case_page.context.set_offline(False)

    expect(case_page.locator(".comment").first).to_contain_text("We found it.")


@pytest.mark.rule("CASE-8")
def test_it_asks_less_often_while_nothing_happens(case_page):
    case_page.evaluate("document.querySelector('[data-live]').dataset.most = 60")
    asked = questions(case_page)

    case_page.evaluate("dispatchEvent(new Event('online'))")
    case_page.wait_for_timeout(3_000)

    assert 2 <= len(asked) <= 6


@pytest.mark.rule("CASE-8")
def test_who_lost_the_case_is_told_and_keeps_the_words(cast, live_server, page, sign_in):
    sign_in(page, cast.gus)
    page.goto(live_server.url + cast.case.get_absolute_url())
    page.get_by_label("Your comment").fill(HELD)
    cast.gus.grants_held.all().delete()

    page.evaluate(OFTEN)

    expect(page.locator("#news").get_by_text("cannot see this case any more")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value(HELD)
    asked = questions(page)
    page.wait_for_timeout(800)
    assert asked == []


@pytest.mark.rule("CASE-8", "USE-1", "USE-2")
def test_the_news_have_no_fault_in_both_schemes_and_in_french(cast, live_server, page, sign_in):
    cast.sue.language = "fr"
    cast.sue.save()
    inspector = Inspector(page)
    sign_in(page, cast.sue)
    page.goto(live_server.url + cast.case.get_absolute_url())
    page.evaluate(OFTEN)
    say(cast, "Trouvé.")

    expect(page.locator("#news").get_by_text("1 nouveau commentaire")).to_be_visible()
    inspector.look("news")

    # What stands below a comment that comes in moves down: that is no fault here.
    faults = [fault for fault in inspector.faults if not fault.startswith("news: shifts")]
    assert not faults, "\n".join(faults)
