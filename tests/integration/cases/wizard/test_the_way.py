"""From the start page to the confirmation."""

import datetime
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from cases.models import Case, CaseDraft
from cases.models.draft import MAX_DRAFTS
from cases.wizard.steps import Step
from cases.wizard.wizard import begin
from knowledge.models import HotlineNumber
from orgs.models import Region, ResponseTarget
from portal.models import OutboxMessage
from portal.problems import Conflict
from tests.factories import ProjectFactory, SupportPlanFactory
from tests.integration.cases.wizard.conftest import Guide
from tests.races import second_of_two


@pytest.mark.rule("WIZ-2", "WIZ-3", "WIZ-13", "ENT-9")
def test_four_steps_lead_to_a_case(sue, cast, types):
    sue.reach("review", phone="+33 1 23 45 67 89", watchers=[cast.max.pk])

    answer = sue.submit()

    case = Case.objects.exclude(pk=cast.case.pk).get()
    assert answer.url == sue.url("submitted", case.number)
    assert (case.organization, case.requester) == (cast.acme, cast.sue)
    assert (case.product, case.team, case.issue_type) == (cast.product, cast.team, types.broken)
    assert (case.title, case.priority) == ("Checkout fails", 3)
    assert (case.contact_phone, case.contact_time_zone) == ("+33123456789", "Europe/Paris")
    assert [watcher.user for watcher in case.watchers.all()] == [cast.max]
    assert not CaseDraft.objects.exists()


@pytest.mark.rule("WIZ-13")
def test_requester_watchers_and_team_get_mail(sue, cast):
    sue.reach("review", watchers=[cast.max.pk])

    sue.submit()

    about = OutboxMessage.objects.filter(reference=Case.objects.latest("pk").number)
    hearers = {message.payload.get("recipient") for message in about}
    assert hearers == {cast.sue.pk, cast.max.pk, None}


@pytest.mark.rule("WIZ-13", "WIZ-6")
def test_the_confirmation_says_what_happens_next(sue, cast):
    cast.acme.plan = SupportPlanFactory()
    cast.acme.save()
    ResponseTarget.objects.create(
        plan=cast.acme.plan, priority=1, amount=30, unit="minute", coverage="24x7"
    )
    HotlineNumber.objects.create(region=Region.EMEA, country_en="France", phone="+33 1 99 00 00 01")
    cast.sue.time_zone = "Asia/Tokyo"
    cast.sue.save()
    sue.reach("review", priority="1", impact_statement="No orders since 09:00.")
    eight = datetime.datetime(2026, 11, 20, 8, 0, tzinfo=datetime.UTC)
    with time_machine.travel(eight, tick=False):
        page = sue.client.post(sue.step("review"), follow=True)

    assert Case.objects.latest("pk").number in page.text
    assert "30 minutes, 24x7" in page.text
    assert "20 Nov 2026, 17:30" in page.text
    assert "+33 1 99 00 00 01" in page.text


def test_the_confirmation_is_the_requesters(sue, cast):
    sue.reach("review")
    sue.submit()
    number = Case.objects.latest("pk").number

    assert Guide(cast.olga).client.get(sue.url("submitted", number)).status_code == 404
    assert Guide(cast.eve, "globex").client.get(sue.url("submitted", number)).status_code == 404


@pytest.mark.rule("WIZ-10")
def test_looking_at_the_start_page_makes_no_draft(sue):
    page = sue.client.get(sue.url("start"))

    assert page.status_code == 200
    assert "Acme (Commerce)" in page.text
    assert not CaseDraft.objects.exists()


@pytest.mark.rule("WIZ-10")
def test_the_start_page_lists_what_was_begun(sue, cast):
    sue.reach("issue")
    sue.answer("issue", title="Half a thought", description="")

    page = Guide(cast.sue).client.get(sue.url("start"))

    assert "Half a thought" in page.text
    assert "Half a thought" not in Guide(cast.olga).client.get(sue.url("start")).text


def test_a_draft_never_written_in_is_used_again(sue):
    first, second = sue.begin(), sue.begin()

    assert first == second


def test_nobody_needs_more_drafts_than_that(sue, cast):
    CaseDraft.objects.bulk_create(
        CaseDraft(organization=cast.acme, author=cast.sue, answers={"issue": {"title": str(n)}})
        for n in range(MAX_DRAFTS)
    )

    assert sue.client.post(sue.url("start")).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_nobody_gets_more_drafts_by_starting_two_at_once(cast):
    CaseDraft.objects.bulk_create(
        CaseDraft(organization=cast.acme, author=cast.sue, answers={"issue": {"title": str(n)}})
        for n in range(MAX_DRAFTS - 1)
    )
    first, second = (
        partial(begin, cast.actor("sue"), {Step.ISSUE: {"product": str(n)}}) for n in range(2)
    )

    with pytest.raises(Conflict):
        second_of_two(first, second)

    assert CaseDraft.objects.count() == MAX_DRAFTS


def test_product_and_project_can_be_filled_in(sue, cast):
    project = ProjectFactory(organization=cast.acme, joined_by=[cast.sue])
    cast.acme.entitlements.create(product=project.product, starts_on="2020-01-01")

    page = sue.client.get(sue.url("start"), {"project": project.pk})
    sue.begin(project=project.pk)

    assert f'name="project" value="{project.pk}"' in page.text
    product = str(project.product_id)
    assert sue.answers == {"issue": {"product": product, "project": str(project.pk)}}


@pytest.mark.rule("ENT-4")
@pytest.mark.parametrize("named", [{"product": 0}, {"product": "x"}, {"project": 9**17}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_does_not_exist_cannot_be_filled_in(sue, named, method):
    assert getattr(sue.client, method)(sue.url("start"), named).status_code == 404


@pytest.mark.rule("WIZ-10")
def test_the_draft_survives_sign_out_and_is_there_on_another_device(sue, cast):
    sue.reach("contact")
    sue.client.logout()
    assert sue.look("contact").status_code == 302

    elsewhere = Guide(cast.sue)
    elsewhere.draft = sue.draft

    assert elsewhere.look("contact").status_code == 200
    assert 'value="Checkout fails"' in elsewhere.look("issue").text


@pytest.mark.rule("WIZ-10")
def test_a_draft_expires_after_30_days(sue):
    sue.reach("contact")

    with time_machine.travel(timezone.now() + datetime.timedelta(days=30, minutes=1)):
        sue.client.force_login(sue.user)
        assert sue.look("issue").status_code == 404
        assert "Checkout fails" not in sue.client.get(sue.url("start")).text


@pytest.mark.rule("WIZ-10")
def test_going_back_keeps_everything_and_leads_straight_to_the_review_again(sue):
    sue.reach("review")

    assert 'value="Checkout fails"' in sue.look("issue").text
    assert sue.answer("type").url == sue.step("review")


@pytest.mark.rule("WIZ-12")
def test_the_organization_is_the_one_on_the_form_whatever_another_tab_chose(sue, cast):
    other = Guide(cast.sue, "globex")
    cast.globex.memberships.create(user=cast.sue)
    sue.reach("review")
    other.client.get(other.url("summary"))

    sue.submit()

    assert Case.objects.latest("pk").organization == cast.acme


def test_a_draft_is_thrown_away_after_a_question(sue):
    sue.reach("contact")
    url = sue.url("draft-removal", sue.draft.pk)

    assert "Checkout fails" in sue.client.get(url).text
    assert CaseDraft.objects.exists()
    assert sue.client.post(url).url == sue.url("start")
    assert not CaseDraft.objects.exists()
