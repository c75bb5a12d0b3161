"""A follow-up of a case that was closed long ago, and a case refiled where it belongs."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases import actions
from cases.lifecycle import REOPEN_WINDOW
from cases.models import Case
from orgs.roles import Role
from tests.factories import EntitlementFactory, IssueTypeFactory, ProductFactory, give_role


def reach_review(page: Page) -> None:
    page.get_by_text("Something is broken").click()
    page.get_by_role("button", name="Next").last.click()
    page.get_by_label("Case title").fill("It fails again")
    page.get_by_label("Case description").fill("Since the update.")
    page.get_by_text("P3 Important").click()
    page.get_by_role("button", name="Next").last.click()
    page.get_by_label("Phone").wait_for()
    page.get_by_role("button", name="Next").last.click()


@pytest.mark.rule("CASE-4", "CASE-6", "WIZ-15")
@pytest.mark.parametrize("javascript", [True, False])
def test_where_reopening_is_too_late_a_follow_up_goes_on(
    cast, live_server, new_context, sign_in, javascript
):
    IssueTypeFactory()
    actions.close(actor=cast.actor("sue"), case=cast.case)
    then = timezone.now() - REOPEN_WINDOW - datetime.timedelta(days=1)
    Case.objects.filter(pk=cast.case.pk).update(
        closed_at=then, reopen_until=then + REOPEN_WINDOW, contact_phone="+33123456789"
    )
    page = new_context(java_script_enabled=javascript).new_page()
    sign_in(page, cast.sue)
    page.goto(live_server.url + cast.case.get_absolute_url())

    page.get_by_role("link", name="Create a follow-up").first.click()
    page.get_by_role("button", name="Start").click()
    expect(page.locator("main")).to_contain_text(f"Follow-up of {cast.case.number}")
    reach_review(page)
    expect(page.locator("main")).to_contain_text("+33123456789")
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("link", name="Go to the case").click()

    page.locator("#case-details").get_by_role("link", name=cast.case.number).click()
    new = Case.objects.get(follow_up_of=cast.case)
    expect(page.locator("#case-details")).to_contain_text(new.number)


@pytest.mark.rule("ENT-8")
def test_a_case_is_refiled_after_a_look_at_who_will_see_it(cast, live_server, page: Page, sign_in):
    give_role(cast.sue, cast.globex, Role.SUPPORT_ADMIN)
    other = ProductFactory(name="Commerce Search")
    EntitlementFactory(organization=cast.globex, product=other)
    sign_in(page, cast.sue)
    page.goto(live_server.url + cast.case.get_absolute_url())

    page.get_by_role("link", name="Refile it").click()
    expect(page.get_by_role("list", name="Gains sight of it")).to_contain_text("Eve Example")
    expect(page.get_by_role("list", name="Loses sight of it")).to_contain_text("Gus Example")
    page.get_by_label("Product").select_option("Commerce Search")
    expect(page.locator("input[name=product]")).to_have_value(str(other.pk))
    page.get_by_role("button", name="Refile in Globex").click()

    expect(page.get_by_text("goes on as this case of Globex")).to_be_visible()
    new = Case.objects.get(refiled_from=cast.case)
    assert (new.product, new.organization) == (other, cast.globex)
    page.locator("#case-details").get_by_role("link", name=cast.case.number).click()
    expect(page.locator("#case-state")).to_contain_text("Closed")
