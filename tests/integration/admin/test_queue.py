"""The queue: who sees which cases, in which order, how they are found and acted on together."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME

from cases import actions
from cases.lifecycle import Outcome, Status
from cases.models import Case
from tests.factories import CaseFactory, OrganizationFactory, ProductFactory, SupportPlanFactory

QUEUE = "/admin/cases/case/"


def listed(client, **query) -> list[int]:
    response = client.get(QUEUE, query)
    return [case.pk for case in response.context["cl"].result_list]


def run(client, action: str, *cases: Case, **answers):
    data = {"action": action, ACTION_CHECKBOX_NAME: [case.pk for case in cases], **answers}
    return client.post(QUEUE, data, follow=True)


@pytest.mark.rule("AGENT-3")
@pytest.mark.parametrize(
    ("name", "sees"), [("ada", True), ("ari", False), ("meg", True), ("root", True)]
)
def test_agents_see_the_cases_of_their_teams(desk, at_desk, name, sees):
    client = at_desk(name)

    assert (desk.case.pk in listed(client)) is sees
    page = client.get(f"{QUEUE}{desk.case.pk}/change/")
    assert page.status_code == (200 if sees else 404)


@pytest.mark.rule("AGENT-1")
def test_the_most_pressing_comes_first_then_the_oldest(desk, at_desk):
    newer = CaseFactory(organization=desk.acme, product=desk.product)
    critical = CaseFactory(organization=desk.acme, product=desk.product, critical=True)

    assert listed(at_desk("ada")) == [critical.pk, desk.case.pk, newer.pk]


def test_closed_cases_are_shown_only_when_asked_for(desk, at_desk):
    close(desk)
    client = at_desk("ada")

    assert listed(client) == []
    assert listed(client, status="all") == [desk.case.pk]
    assert listed(client, status="ended") == [desk.case.pk]
    assert listed(client, status=Status.CLOSED) == [desk.case.pk]


def close(desk) -> None:
    actions.close(actor=desk.actor("sue"), case=desk.case)


@pytest.mark.rule("AGENT-1")
def test_each_filter_narrows_the_queue(desk, at_desk):
    plan = SupportPlanFactory()
    mine = CaseFactory(
        organization=OrganizationFactory(plan=plan),
        product=ProductFactory(team=desk.team),
        assignee=desk.ada,
        status=Status.PENDING_RESPONSE,
        priority=2,
    )
    client = at_desk("ada")

    for query in (
        {"assigned": "mine"},
        {"status": "waiting"},
        {"status": Status.PENDING_RESPONSE},
        {"priority__exact": 2},
        {"organization__id__exact": mine.organization_id},
        {"organization__plan__id__exact": plan.pk},
        {"product__id__exact": mine.product_id},
    ):
        assert listed(client, **query) == [mine.pk], query
    assert listed(client, assigned="nobody") == [desk.case.pk]
    assert len(listed(client, team__id__exact=desk.team.pk)) == 2


def test_the_views_above_the_queue_count_what_they_show(desk, at_desk):
    CaseFactory(organization=desk.acme, product=desk.product, assignee=desk.ada, critical=True)
    CaseFactory(product=ProductFactory(team=desk.other_team))
    client = at_desk("ada")

    views = client.get(QUEUE).context["views"]

    assert [view.count for view in views] == [2, 0, 1, 1, 0, 0, 1]
    assert [len(listed(client, **view.query)) for view in views] == [2, 0, 1, 1, 0, 0, 1]
    assert views[0].is_current


@pytest.mark.rule("AGENT-1")
@pytest.mark.parametrize("words", ["checkout", "payment step", "reindex", "sue@example.com"])
def test_a_case_is_found_by_its_words_its_comments_and_its_requester(desk, at_desk, words):
    CaseFactory(
        organization=desk.acme, product=desk.product, title="Another matter", description="Else."
    )
    actions.add_comment(actor=desk.actor("sue"), case=desk.case, body="We tried to reindex it.")

    assert listed(at_desk("ada"), q=words) == [desk.case.pk]


def test_what_is_searched_may_be_closed(desk, at_desk):
    close(desk)

    assert listed(at_desk("ada"), q="checkout") == [desk.case.pk]


def test_a_whole_number_leads_straight_to_the_case(desk, at_desk):
    response = at_desk("ada").get(QUEUE, {"q": f" {desk.case.number.lower()} "})

    assert response.url == f"{QUEUE}{desk.case.pk}/change/"


@pytest.mark.rule("AGENT-3")
def test_the_search_finds_nothing_of_other_teams(desk, at_desk):
    actions.add_comment(actor=desk.actor("sue"), case=desk.case, body="We tried to reindex it.")
    client = at_desk("ari")

    assert listed(client, q="reindex") == []
    assert listed(client, q=desk.case.number) == []
    assert listed(client, q="sue@example.com") == []


@pytest.mark.rule("AGENT-1")
def test_several_cases_are_taken_at_once(desk, at_desk):
    other = CaseFactory(organization=desk.globex, product=desk.product)

    response = run(at_desk("ada"), "take_selected", desk.case, other)

    assert "You took 2 cases." in response.text
    assert set(Case.objects.values_list("assignee", "status")) == {
        (desk.ada.pk, Status.IN_PROGRESS)
    }


def test_a_case_of_a_colleague_is_not_taken_in_passing(desk, at_desk):
    desk.team.agents.add(desk.ari)
    Case.objects.update(assignee=desk.ari)

    response = run(at_desk("ada"), "take_selected", desk.case)

    assert f"{desk.case.number}: Ari" in response.text
    assert Case.objects.get().assignee == desk.ari


@pytest.mark.rule("AGENT-1")
def test_several_cases_are_assigned_at_once(desk, at_desk):
    client = at_desk("meg")

    asked = run(client, "assign_selected", desk.case)
    assert "Ada Example" in asked.text

    run(client, "assign_selected", desk.case, apply=1, assignee=desk.ada.pk)
    assert Case.objects.get().assignee == desk.ada


def test_each_refusal_is_said(desk, at_desk):
    elsewhere = CaseFactory(product=ProductFactory(team=desk.other_team))

    response = run(
        at_desk("meg"), "assign_selected", desk.case, elsewhere, apply=1, assignee=desk.ada.pk
    )

    assert f"{elsewhere.number}: Choose an agent of the team Experience team." in response.text
    assert "1 case is Ada Example’s now." in response.text


@pytest.mark.rule("AGENT-1")
def test_several_cases_are_closed_with_one_outcome(desk, at_desk):
    client = at_desk("ada")

    assert run(client, "close_selected", desk.case, apply=1).status_code == 422
    run(client, "close_selected", desk.case, apply=1, outcome=Outcome.OBSOLETE, body="All gone.")

    case = Case.objects.get()
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.OBSOLETE)
    assert case.comments.get().body == "All gone."


def test_cases_of_other_teams_cannot_be_slipped_in(desk, at_desk):
    run(at_desk("ari"), "take_selected", desk.case)

    assert Case.objects.get().assignee is None


@pytest.mark.parametrize("forged", ["x", "-1", "9" * 30, "\0"])
def test_what_is_no_case_is_left_out(desk, at_desk, forged):
    ticked = {ACTION_CHECKBOX_NAME: [forged, desk.case.pk]}

    response = at_desk("ada").post(QUEUE, {"action": "take_selected"} | ticked, follow=True)

    assert "You took 1 case." in response.text


@pytest.mark.parametrize("action", ["take_selected", "assign_selected", "close_selected"])
def test_who_may_only_look_is_offered_no_action(desk, at_desk, action):
    group = desk.ada.groups.get()
    group.permissions.remove(group.permissions.get(codename="change_case"))

    response = run(at_desk("ada"), action, desk.case, apply=1, outcome=Outcome.OBSOLETE)

    assert action not in response.text
    assert Case.objects.get().status == Status.AWAITING_ASSIGNMENT


def test_the_queue_costs_the_same_whatever_its_length(desk, at_desk, django_assert_max_num_queries):
    client = at_desk("ada")
    CaseFactory.create_batch(30, organization=desk.acme, product=desk.product, assignee=desk.ada)

    with django_assert_max_num_queries(14):
        assert len(listed(client)) == 31


def test_pages_far_behind_are_neither_counted_nor_reached(desk, at_desk, monkeypatch):
    monkeypatch.setattr("portal.desk.paginator.FARTHEST", 3)
    monkeypatch.setattr("portal.desk.paginator.BoundedPaginator.farthest", 3)
    CaseFactory.create_batch(5, organization=desk.acme, product=desk.product)

    response = at_desk("ada").get(QUEUE)

    assert "The first 3 are listed" in response.text
