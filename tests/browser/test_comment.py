"""Commenting: in place with JavaScript, on a page of its own without."""

import pytest
from playwright.sync_api import Page, expect

from cases.models import Comment

VIRUS = {"name": "setup.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90\x00"}
WORDS = "It happens on every order."


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request, new_context) -> Page:
    return new_context(java_script_enabled=request.param).new_page()


@pytest.fixture
def case_page(cast, live_server, page: Page, sign_in) -> Page:
    Comment.objects.create(case=cast.case, author=cast.ada, side="support", body="Since when?")
    sign_in(page, cast.sue)
    page.goto(live_server.url + cast.case.get_absolute_url())
    return page


def add(page: Page, words: str) -> None:
    page.get_by_label("Your comment").fill(words)
    page.get_by_role("button", name="Add comments").click()


@pytest.mark.rule("CASE-2", "WIZ-15")
def test_a_comment_stands_above_the_older_ones(case_page):
    add(case_page, WORDS)

    expect(case_page.locator(".comment").first).to_contain_text(WORDS)
    expect(case_page.locator(".comment").last).to_contain_text("Since when?")
    expect(case_page.get_by_label("Your comment")).to_be_empty()


@pytest.mark.rule("CASE-2")
def test_an_empty_comment_is_refused_in_place(case_page):
    add(case_page, "   ")

    problem = case_page.get_by_role("alert")
    expect(problem.get_by_role("link", name="Write something first.")).to_be_visible()
    expect(case_page.get_by_label("Your comment")).to_have_attribute("aria-invalid", "true")
    assert Comment.objects.count() == 1


@pytest.mark.rule("CASE-2", "WIZ-9")
def test_a_refused_file_loses_no_word_of_the_comment(case_page):
    case_page.get_by_label("Attachments").set_input_files(VIRUS)
    add(case_page, WORDS)

    expect(case_page.get_by_role("alert")).to_contain_text("setup.exe")
    expect(case_page.get_by_label("Your comment")).to_have_value(WORDS)


@pytest.mark.rule("CASE-2", "USE-2")
@pytest.mark.parametrize("page", [True], indirect=True)
def test_nothing_reloads_and_the_focus_follows(case_page):
    case_page.evaluate("window.unreloaded = true")

    add(case_page, "")
    expect(case_page.get_by_role("alert")).to_be_focused()
    case_page.get_by_role("link", name="Write something first.").click()
    expect(case_page.get_by_label("Your comment")).to_be_focused()
    add(case_page, WORDS)

    expect(case_page.locator(".comment").first).to_be_focused()
    assert case_page.evaluate("window.unreloaded")
