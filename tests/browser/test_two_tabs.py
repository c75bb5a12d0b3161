"""Two at work on one case at once: a customer and an agent, each in a browser of their own."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case, Comment

WORDS = "It fails for the large orders only."
ANSWER = "Restart the queue."


@pytest.fixture
def both(cast, live_server, new_context, sign_in) -> SimpleNamespace:
    """sue's page of the case, and ada's."""
    customer, agent = new_context().new_page(), new_context().new_page()
    sign_in(customer, cast.sue)
    customer.goto(live_server.url + cast.case.get_absolute_url())
    sign_in(agent, cast.ada)
    agent.goto(f"{live_server.url}/admin/cases/case/{cast.case.pk}/change/")
    return SimpleNamespace(customer=customer, agent=agent, pk=cast.case.pk)


def choose(agent: Page, tab: str) -> None:
    agent.get_by_role("radio", name=tab, exact=True).check(force=True)


def ask(agent: Page) -> None:
    choose(agent, "Request information")
    agent.get_by_label("What do you need to know?").fill("Which orders?")
    agent.get_by_role("button", name="Ask the customer").click()
    expect(agent.get_by_role("status").first).to_contain_text("The customer was asked")


def conclude(agent: Page) -> None:
    choose(agent, "Close")
    agent.get_by_role("radio", name="Confirmed").check(force=True)
    agent.get_by_role("button", name="Close the case").click()
    expect(agent.get_by_role("status").first).to_contain_text("The case was closed")


def status(both) -> str:
    return Case.objects.get(pk=both.pk).status


@pytest.mark.rule("CASE-8")
def test_a_customer_about_to_close_reads_the_agents_question_first(both):
    page = both.customer
    page.get_by_role("link", name="Close case").click()
    page.get_by_role("dialog").get_by_label("Reason").fill(WORDS)
    ask(both.agent)

    page.get_by_role("dialog").get_by_role("button", name="Close case").click()

    told = page.get_by_role("alert")
    expect(told).to_contain_text("Somebody changed the case")
    expect(told).to_contain_text("Which orders?")
    expect(told).to_be_focused()
    expect(page.get_by_label("Reason")).to_have_value(WORDS)
    assert status(both) == "pending_response"

    page.get_by_role("button", name="Close anyway").click()

    expect(page.get_by_role("status")).to_contain_text("The case is closed.")
    assert Comment.objects.filter(body=WORDS).exists()


@pytest.mark.rule("CASE-8", "CASE-6")
def test_words_for_a_case_closed_meanwhile_reopen_it(both):
    page = both.customer
    page.get_by_label("Your comment").fill(WORDS)
    conclude(both.agent)

    page.get_by_role("button", name="Add comments").click()

    expect(page.get_by_role("alert")).to_contain_text("The case is closed")
    expect(page.get_by_role("alert")).to_contain_text("Ada Example")
    expect(page.locator("#answer textarea")).to_have_value(WORDS)
    assert not Comment.objects.exists()

    page.locator("#answer").get_by_role("button", name="Reopen case").click()

    expect(page.locator(".comment")).to_contain_text(WORDS)
    assert status(both) == "awaiting_assignment"


@pytest.mark.rule("CASE-8", "AGENT-2")
def test_an_agent_reads_the_customers_words_before_a_solution_goes_out(both):
    page = both.agent
    choose(page, "Propose solution")
    page.get_by_label("What solves it?").fill(ANSWER)
    both.customer.get_by_label("Your comment").fill(WORDS)
    both.customer.get_by_role("button", name="Add comments").click()
    expect(both.customer.locator(".comment")).to_contain_text(WORDS)

    page.get_by_role("button", name="Propose this solution").click()

    expect(page.get_by_text("This happened since you opened the case")).to_be_visible()
    expect(page.get_by_label("What solves it?")).to_have_value(ANSWER)
    assert status(both) != "resolution_provided"

    page.get_by_role("button", name="Propose this solution").click()

    expect(page.get_by_role("status").first).to_contain_text("The solution was proposed")
    assert status(both) == "resolution_provided"


@pytest.mark.rule("CASE-8")
def test_each_sees_arrive_what_the_other_says(both):
    often = """() => {
        Object.assign(document.querySelector("[data-live]").dataset, {every: 0.3, most: 0.5});
        window.dispatchEvent(new Event("online"));
    }"""
    both.customer.evaluate(often)
    ask(both.agent)
    expect(both.customer.locator(".comment")).to_contain_text("Which orders?")
    expect(both.customer.locator("#case-state")).to_contain_text("Pending response")

    both.agent.evaluate(often)
    choose(both.agent, "Internal note")
    both.agent.get_by_label("Internal note, for agents only").fill("Half a thought")
    both.customer.get_by_label("Your comment").fill(WORDS)
    both.customer.get_by_role("button", name="Add comments").click()

    expect(both.agent.locator(".comment").first).to_contain_text(WORDS)
    expect(both.agent.locator("#news").get_by_text("1 new comment")).to_be_visible()
    note = both.agent.get_by_label("Internal note, for agents only")
    expect(note).to_have_value("Half a thought")
    expect(both.agent.locator("#case-state")).to_contain_text("In progress")
