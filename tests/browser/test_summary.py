"""The support summary, as one opens it and goes on from there."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.lifecycle import Status
from tests.browser.inspection import Inspector
from tests.factories import CaseFactory


@pytest.mark.rule("HOME-1", "USE-2", "USE-3")
def test_its_figures_lead_to_lists_of_as_many_and_its_charts_to_tables(
    cast, live_server, page: Page, sign_in
):
    for number, status in enumerate([Status.PENDING_RESPONSE, Status.IN_PROGRESS]):
        CaseFactory(
            organization=cast.acme,
            product=cast.product,
            status=status,
            escalated_at=timezone.now() if number else None,
            watched_by=[cast.sue],
        )
    inspector = Inspector(page)
    sign_in(page, cast.sue)
    expect(page).to_have_url(f"{live_server.url}/o/acme/support/")
    inspector.look("summary")

    found = {}
    for place in range(page.locator(".tally a").count()):
        link = page.locator(".tally a").nth(place)
        number, label = link.inner_text().split("\n")
        link.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Cases")
        assert page.locator("tbody tr").count() == int(number), label
        found[label] = int(number)
        page.go_back()
    assert list(found.values()) == [3, 1, 0, 1, 1, 2]

    drawing = page.get_by_role("img", name="Open by priority")
    expect(drawing).to_have_accessible_description(
        "Open cases: P1 Critical 0, P2 Urgent 0, P3 Important 3, P4 Minor 0."
    )
    page.get_by_text("As a table: Open by priority").click()
    expect(page.get_by_role("row", name="P3 Important 3")).to_be_visible()
    page.get_by_role("link", name="Answer the question").click()
    expect(page.get_by_label("Add comments")).to_be_visible()
    assert not inspector.faults, "\n".join(inspector.faults)
