"""Follow-ups: begun from a case, linked with it, told to those who see both (CASE-4)."""

import datetime
import re
import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases import actions
from cases.actions import NewCase, open_case
from cases.lifecycle import REOPEN_WINDOW
from cases.models import Case, CaseDraft, EventKind
from orgs.models import Entitlement, RoleAssignment
from orgs.roles import Role
from portal.problems import NotAllowed, Unprocessable
from portal.tasks import sweep_outbox
from tests.factories import (
    CaseFactory,
    EntitlementFactory,
    LegacyCaseFactory,
    ProductFactory,
    ProjectFactory,
    UserFactory,
    give_role,
)
from tests.integration.cases.wizard.conftest import Guide
from tests.integration.cases.wizard.conftest import types as types_

types = types_


@pytest.fixture
def case(cast):
    return CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        title="Checkout fails",
        contact_phone="+33123456789",
        contact_time_zone="Asia/Tokyo",
        contact_from=datetime.time(10),
        contact_to=datetime.time(11, 30),
        watched_by=[cast.olga],
    )


@pytest.fixture
def guide(cast, types) -> Guide:
    return Guide(cast.sue)


@pytest.fixture
def scoped(cast):
    """Support admin of acme for Commerce Pro alone."""
    user = UserFactory(first_name="Scott", email="scott@example.com")
    give_role(user, cast.acme, Role.SUPPORT_ADMIN, products=[cast.product])
    return user


def address(case, noun="follow-up/"):
    return f"/o/{case.organization.slug}/cases/{case.number}/{noun}"


def follow(guide, case):
    """Press the buttons up to the first step; the draft that comes of it."""
    answer = guide.client.post(address(case))
    assert answer.status_code == 302, answer.text
    guide.draft = CaseDraft.objects.get(pk=answer.url.split("/")[-3])
    return guide.draft


def new_case(cast, **more):
    fields = {"product": cast.product, "title": "Again", "description": "D", "priority": 3}
    return NewCase(**(fields | more))


def follow_up(cast, case, name="sue", **more):
    return open_case(
        actor=cast.actor(name),
        new=new_case(cast, follow_up_of=case, **more),
        submission=uuid.uuid4(),
    )


@pytest.mark.rule("CASE-4")
def test_the_wizard_opens_with_product_and_contact_filled_in(case, guide):
    draft = follow(guide, case)

    assert draft.follow_up_of == case
    assert draft.answers == {
        "issue": {"product": str(case.product_id)},
        "contact": {
            "phone": "+33123456789",
            "time_zone": "Asia/Tokyo",
            "contact_from": "10:00",
            "contact_to": "11:30",
        },
    }
    assert "Follow-up of" in guide.look("type").text
    assert case.number in guide.look("type").text


@pytest.mark.rule("CASE-4", "ENT-11")
@pytest.mark.parametrize("listed", [True, False])
def test_the_project_is_filled_in_as_it_was_given(cast, guide, listed):
    project = ProjectFactory(organization=cast.acme, joined_by=[cast.sue])
    ProjectFactory(organization=cast.acme, product=project.product, joined_by=[cast.sue])
    EntitlementFactory(organization=cast.acme, product=project.product)
    given = {"project": project} if listed else {"project_note": "The one in Lyon"}
    case = CaseFactory(organization=cast.acme, product=project.product, **given)

    issue = follow(guide, case).answers["issue"]

    assert issue["project"] == (str(project.pk) if listed else "not-listed")
    assert issue.get("project_note", "") == given.get("project_note", "")


@pytest.mark.rule("CASE-4")
def test_somebody_else_who_follows_up_is_reached_in_their_own_way(cast, case, types):
    guide = Guide(cast.olga)

    assert "contact" not in follow(guide, case).answers


@pytest.mark.rule("CASE-4")
def test_the_case_that_comes_of_it_is_linked_both_ways(case, guide):
    follow(guide, case)
    for step in ("type", "issue", "contact"):
        assert guide.answer(step, product=case.product_id).status_code == 302
    guide.submit()

    new = Case.objects.get(follow_up_of=case)
    assert guide.client.get(address(case, "")).text.count(new.number) >= 1
    assert case.number in guide.client.get(address(new, "")).text
    assert case.events.get().data == {"case": new.pk}


@pytest.mark.rule("CASE-4")
@pytest.mark.parametrize("state", ["open", "closed", "closed long ago"])
def test_the_original_stays_as_it_is(cast, case, state):
    if state != "open":
        actions.close(actor=cast.actor("sue"), case=case)
    if state == "closed long ago":
        then = timezone.now() - 10 * REOPEN_WINDOW
        Case.objects.filter(pk=case.pk).update(closed_at=then, reopen_until=then + REOPEN_WINDOW)
    told = {"last_activity_at", "version", "search"}
    before = Case.objects.filter(pk=case.pk).values().get()

    follow_up(cast, case)

    after = Case.objects.filter(pk=case.pk).values().get()
    assert {name for name in after if after[name] != before[name]} <= told


@pytest.mark.rule("CASE-4", "CASE-6")
def test_where_reopening_is_too_late_the_page_offers_the_follow_up(cast, case, sue):
    then = timezone.now() - REOPEN_WINDOW - datetime.timedelta(seconds=1)
    actions.close(actor=cast.actor("sue"), case=case)
    Case.objects.filter(pk=case.pk).update(closed_at=then, reopen_until=then + REOPEN_WINDOW)

    text = sue.get(address(case, "")).text

    panel = re.search(r'<div class="panel__actions">(.*?)</div>', text, re.DOTALL)[1]
    assert "Open a follow-up instead" in panel
    assert address(case) in panel


@pytest.mark.rule("CASE-4", "ROLE-2")
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 200),
        ("sue", 200),
        ("gus", 200),
        ("max", 403),
        ("sam", 404),
        ("pat", 404),
        ("gil", 404),
        ("eve", 404),
        ("ada", 404),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_follow_up(cast, client, name, status, method):
    """max watches the case, and reads it; the others see it by their right or not at all."""
    case = CaseFactory(organization=cast.acme, product=cast.product, watched_by=[cast.max])
    client.force_login(getattr(cast, name))

    answer = getattr(client, method)(address(case))

    assert answer.status_code == (302 if (status, method) == (200, "post") else status)
    assert CaseDraft.objects.exists() is (answer.status_code == 302)
    if status == 200:
        assert address(case) in client.get(address(case, "")).text
    if status == 403:
        assert "sam@example.com" in answer.text
        assert address(case) not in client.get(address(case, "")).text


@pytest.mark.rule("CASE-4", "ENT-6")
def test_without_an_entitlement_the_refusal_tells_why_and_who_helps(cast, case, sue):
    Entitlement.objects.update(suspended_for="billing")

    for method in (sue.get, sue.post):
        answer = method(address(case))
        assert answer.status_code == 403
        assert "suspended" in answer.text
        assert "olga@example.com" in answer.text
    assert not CaseDraft.objects.exists()


@pytest.mark.rule("ID-3")
def test_an_unverified_address_follows_nothing_up(cast, case, sue):
    cast.sue.emailaddress_set.update(verified=False)

    assert sue.post(address(case)).status_code == 403


@pytest.mark.rule("CASE-4", "ENT-6", "WIZ-11")
def test_an_entitlement_that_lapsed_since_the_draft_was_begun_is_refused(cast, case):
    other = ProductFactory()
    EntitlementFactory(organization=cast.acme, product=other)
    Entitlement.objects.filter(product=cast.product).update(suspended_for="licence")

    with pytest.raises(NotAllowed, match="suspended"):
        follow_up(cast, case, product=other)

    assert not Case.objects.filter(follow_up_of=case).exists()


@pytest.mark.rule("CASE-4", "WIZ-11")
def test_what_is_out_of_sight_since_is_not_followed_up(cast, scoped):
    other = ProductFactory()
    EntitlementFactory(organization=cast.acme, product=other)
    case = CaseFactory(organization=cast.acme, product=other)
    cast.scott = scoped

    with pytest.raises(Unprocessable, match="not open to you any more"):
        follow_up(cast, case, "scott")


@pytest.mark.rule("CASE-4", "WIZ-11", "WIZ-14")
def test_the_page_of_the_last_step_says_that_the_original_went_out_of_sight(cast, guide, scoped):
    """The role reached both products, and reaches one now."""
    other = ProductFactory()
    EntitlementFactory(organization=cast.acme, product=other)
    case = CaseFactory(organization=cast.acme, product=other, title="Not for Scott")
    role = RoleAssignment.objects.of(scoped, cast.acme).get()
    role.products.add(other)
    guide = Guide(scoped)
    follow(guide, case)
    for step in ("type", "issue", "contact"):
        guide.answer(step, product=cast.product.pk)
    role.products.remove(other)

    shown, answer = guide.look("review"), guide.submit()

    assert "Not for Scott" not in shown.text
    assert "Follow-up of a case that is not open to you any more" in shown.text
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert CaseDraft.objects.filter(pk=guide.draft.pk).exists()


@pytest.mark.rule("CASE-4")
def test_a_reader_of_one_side_learns_nothing_of_the_other(cast, case, client, scoped):
    other = ProductFactory()
    EntitlementFactory(organization=cast.acme, product=other)
    new = follow_up(cast, case, product=other, title="Secret of another product")
    client.force_login(scoped)

    text = client.get(address(case, "")).text

    assert client.get(address(new, "")).status_code == 404
    assert new.number not in text
    assert "Secret of another product" not in text
    assert "Follow-up created" in text


@pytest.mark.rule("CASE-4", "NOTE-1", "NOTE-2")
def test_who_sees_both_hears_of_it_and_the_author_does_not(cast, scoped):
    """Max watches the original only, scott's role does not reach the product of the new one."""
    other = ProductFactory()
    EntitlementFactory(organization=cast.acme, product=other)
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        watched_by=[cast.olga, cast.max, cast.gus, scoped],
    )

    new = follow_up(cast, case, "gus", product=other, title="Secret of another product")
    sweep_outbox()

    letters = [letter for letter in mail.outbox if "created a follow-up" in letter.body]
    assert sorted(letter.to[0] for letter in letters) == ["olga@example.com", "sue@example.com"]
    assert all(new.number in letter.body for letter in letters)
    assert all(address(new, "") in letter.body for letter in letters)


@pytest.mark.rule("CASE-4")
def test_chains_are_fine(cast, case, sue):
    second = follow_up(cast, case)
    third = follow_up(cast, second)

    text = sue.get(address(second, "")).text

    assert case.number in text
    assert third.number in text
    assert third.number not in sue.get(address(case, "")).text


@pytest.mark.rule("CASE-4", "WIZ-12")
def test_pressing_twice_begins_one_draft_and_an_ordinary_one_stays_ordinary(case, guide):
    first, second = follow(guide, case), follow(guide, case)
    ordinary = guide.begin()

    assert first == second
    assert ordinary.follow_up_of is None
    assert "Follow-up of" not in guide.look("type").text


@pytest.mark.rule("CASE-4")
def test_the_database_keeps_both_sides_in_one_organization(cast, case):
    foreign = CaseFactory(organization=cast.globex, product=cast.product)
    legacy = LegacyCaseFactory(organization=cast.globex)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    for link in ({"follow_up_of": foreign}, {"follow_up_of_legacy": legacy}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseFactory(organization=cast.acme, product=cast.product, **link)


@pytest.mark.rule("CASE-4")
def test_the_timeline_says_that_there_is_a_follow_up(cast, case, sue):
    follow_up(cast, case)

    assert case.events.get().kind == EventKind.FOLLOWED_UP
    assert "Follow-up created" in sue.get(address(case, "")).text


def test_a_draft_of_a_follow_up_takes_no_more_queries(guide, case, django_assert_max_num_queries):
    follow(guide, case)

    with django_assert_max_num_queries(10):
        assert guide.look("type").status_code == 200
