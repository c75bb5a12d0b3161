"""The last step: what the requester sees before submitting."""

from datetime import UTC, datetime

import pytest
import time_machine

from cases.models import Case
from cases.wizard.wizard import Wizard
from orgs.models import Entitlement, ProductField, ResponseTarget
from tests.factories import BusinessCalendarFactory, SupportPlanFactory
from tests.integration.cases.wizard.conftest import picture


@pytest.mark.rule("WIZ-4")
def test_everything_filled_in_is_shown_with_edit_per_section(sue, cast):
    ProductField.objects.create(product=cast.product, name="environment")
    ProductField.objects.create(product=cast.product, name="steps")
    sue.reach("review", environment="staging", steps="Press **Pay**.", watchers=[cast.max.pk])
    sue.upload(picture("cart.png"))

    page = sue.look("review").text

    for words in (
        "Something is broken",
        "Commerce Pro",
        "Checkout fails",
        "Orders stop at the payment step.",
        "P3 Important",
        "Staging",
        "Press <strong>Pay</strong>.",
        "cart.png",
        "sue@example.com",
        "Europe/Paris",
        "Max Example",
    ):
        assert words in page
    for step in ("type", "issue", "contact"):
        assert f'href="{sue.step(step)}">Edit' in page


@pytest.mark.rule("WIZ-4", "CASE-7")
def test_it_says_whose_case_it_is_who_will_see_it_and_who_gets_mail(sue, cast):
    sue.reach("review", watchers=[cast.max.pk])

    page = sue.look("review")

    assert "This case will belong to Acme (Commerce)." in page.text
    readers = {reader.user.first_name: reader.hears for reader in page.context["readers"]}
    assert readers == {"Olga": False, "Sue": True, "Gus": False, "Max": True}
    assert "Commerce team" in page.text


@pytest.mark.rule("WIZ-4")
@pytest.mark.parametrize(
    ("priority", "words"),
    [("2", "2 hours, 24x5"), ("4", "Your plan promises none for this priority.")],
)
def test_it_says_when_the_first_answer_comes(sue, cast, priority, words):
    BusinessCalendarFactory()
    cast.acme.plan = SupportPlanFactory()
    cast.acme.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=2, amount=2, unit="hour", coverage="24x5"
    )
    sue.reach("review", priority=priority)

    assert words in sue.look("review").text


@pytest.mark.rule("WIZ-4", "WIZ-13", "SLA-3")
def test_what_it_says_beforehand_is_what_is_promised(sue, cast):
    """On a Friday at 16:00 in Paris, read in London."""
    BusinessCalendarFactory()
    cast.acme.plan, cast.sue.time_zone = SupportPlanFactory(), "Europe/London"
    cast.acme.save()
    cast.sue.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=3, amount=4, unit="hour", coverage="business"
    )
    with time_machine.travel(datetime(2026, 11, 20, 15, tzinfo=UTC), tick=False):
        sue.reach("review", priority="3")
        assert "23 Nov 2026, 11:00" in sue.look("review").text

        confirmation = sue.client.get(sue.submit().url).text

    assert cast.sue.cases.latest("pk").first_response_due_at.isoformat() == (
        "2026-11-23T11:00:00+00:00"
    )
    assert "23 Nov 2026, 11:00" in confirmation
    assert "<b>Mon 23 Nov, 12:00</b>, your time <b>Mon 23 Nov, 11:00</b>" in confirmation


@pytest.mark.rule("WIZ-2")
def test_a_question_that_a_product_began_to_ask_meanwhile_comes_first(sue, cast):
    sue.reach("review")
    ProductField.objects.create(product=cast.product, name="environment", is_required=True)

    assert sue.submit().url == sue.step("issue")
    assert "There is a problem" in sue.look("issue").text


@pytest.mark.rule("WIZ-11")
def test_the_right_is_checked_inside_the_submitting_transaction(sue, cast, monkeypatch):
    """Between the gate of the page and the action, the entitlement goes."""
    real = Wizard.values.fget

    def slowly(wizard):
        values = real(wizard)
        Entitlement.objects.update(suspended_for="licence")
        return values

    sue.reach("review")
    monkeypatch.setattr(Wizard, "values", property(slowly))
    page = sue.submit()

    assert page.status_code == 403
    assert "the draft is kept" in page.text
    assert not Case.objects.filter(submission=sue.draft.pk).exists()
    assert sue.answers["issue"]["title"] == "Checkout fails"


def test_what_only_the_action_refuses_is_said_on_the_page(sue, cast, monkeypatch):
    real = Wizard.values.fget
    sue.reach("review", watchers=[cast.max.pk])
    monkeypatch.setattr(
        Wizard, "values", property(lambda wizard: real(wizard) | {"watchers": (cast.eve,)})
    )

    page = sue.submit()

    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert "A watcher does not belong to the organization any more." in page.text
