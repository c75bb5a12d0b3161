"""Who may do what to a case, in which status: written by hand from the specification."""

import pytest
from django.utils import timezone

from cases import policy
from cases.lifecycle import ENDED, REOPEN_WINDOW, Status, Verb
from orgs.roles import Role
from sharedaccess import doors
from tests.factories import (
    CaseFactory,
    EntitlementFactory,
    MembershipFactory,
    UserFactory,
    give_role,
)

V = Verb
NOTHING: dict[Status, set[Verb]] = {status: set() for status in Status}
CUSTOMER = {
    Status.AWAITING_ASSIGNMENT: {V.CLOSE},
    Status.IN_PROGRESS: {V.CLOSE},
    Status.PENDING_RESPONSE: {V.REPLY, V.CLOSE},
    Status.RESOLUTION_PROVIDED: {V.REPLY, V.CLOSE},
    Status.CLOSED: {V.REOPEN},
    Status.AUTO_CLOSED: {V.REOPEN},
}
REQUESTER = NOTHING | {
    Status.PENDING_RESPONSE: {V.REPLY},
    Status.RESOLUTION_PROVIDED: {V.REPLY},
}
AGENT = {
    Status.AWAITING_ASSIGNMENT: {V.ASSIGN, V.REQUEST_INFORMATION, V.PROPOSE_SOLUTION, V.CONCLUDE},
    Status.IN_PROGRESS: {V.REQUEST_INFORMATION, V.PROPOSE_SOLUTION, V.CONCLUDE},
    Status.PENDING_RESPONSE: {V.PROPOSE_SOLUTION, V.RESUME, V.CONCLUDE},
    Status.RESOLUTION_PROVIDED: {V.REQUEST_INFORMATION, V.RESUME, V.CONCLUDE},
    Status.CLOSED: set(),
    Status.AUTO_CLOSED: set(),
}


@pytest.fixture
def people(cast):
    """Three more: a member who once filed the case, and two support admins with a scope."""
    cast.rex, cast.pia, cast.pim = (UserFactory(first_name=name) for name in ("Rex", "Pia", "Pim"))
    MembershipFactory(organization=cast.acme, user=cast.rex)
    other = EntitlementFactory(organization=cast.acme).product
    give_role(cast.pia, cast.acme, Role.SUPPORT_ADMIN, products=[cast.product])
    give_role(cast.pim, cast.acme, Role.SUPPORT_ADMIN, products=[other])
    return cast


def case_in(cast, status, **fields):
    now = timezone.now()
    times = {"closed_at": now, "reopen_until": now + REOPEN_WINDOW} if status in ENDED else {}
    return CaseFactory(
        organization=cast.acme, product=cast.product, status=status, **times, **fields
    )


@pytest.mark.rule("ROLE-2", "ROLE-4", "ROLE-5", "CASE-5", "CASE-6")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("olga", CUSTOMER),
        ("sue", CUSTOMER),
        ("pia", CUSTOMER),
        ("gus", CUSTOMER),
        ("rex", REQUESTER),
        ("pim", NOTHING),
        ("sam", NOTHING),
        ("pat", NOTHING),
        ("max", NOTHING),
        ("gil", NOTHING),
        ("ada", AGENT),
    ],
)
def test_who_may_do_what_in_which_status(people, name, expected):
    actor = people.actor(name)

    found = {
        status: {
            verb
            for verb in Verb
            if policy.find_rule(actor, case_in(people, status, requester=people.rex), verb)
        }
        for status in Status
    }

    assert found == expected


@pytest.mark.rule("CASE-2", "CASE-3")
@pytest.mark.parametrize(
    ("name", "comments", "manages_watchers"),
    [
        ("olga", True, True),
        ("sue", True, True),
        ("pia", True, True),
        ("gus", True, True),
        ("rex", True, False),
        ("pim", False, False),
        ("max", False, False),
        ("gil", False, False),
        ("ada", True, True),
    ],
)
def test_who_may_speak_and_who_may_manage_watchers(people, name, comments, manages_watchers):
    case = case_in(people, Status.IN_PROGRESS, requester=people.rex)
    actor = people.actor(name)

    assert policy.may_comment(actor, case) is comments
    assert policy.may_manage_watchers(actor, case) is manages_watchers


@pytest.mark.rule("ID-3")
def test_an_unverified_address_may_only_read(cast):
    cast.sue.emailaddress_set.update(verified=False)
    actor = cast.actor("sue")

    assert policy.open_verbs(actor, cast.case) == set()
    assert not policy.may_comment(actor, cast.case)
    assert not policy.may_manage_watchers(actor, cast.case)


@pytest.mark.rule("ENT-6")
@pytest.mark.parametrize("status", Status)
def test_without_entitlement_all_but_reopening_goes_on(cast, status):
    cast.acme.entitlements.update(suspended_for="billing")
    actor, case = cast.actor("sue"), case_in(cast, status)

    verbs = {verb for verb in Verb if policy.find_rule(actor, case, verb)}

    assert verbs == CUSTOMER[status] - {Verb.REOPEN}


def test_buttons_ask_nobody_who_could_help(cast, django_assert_num_queries):
    actor = doors.enter(cast.max, "acme")

    with django_assert_num_queries(0):
        policy.open_verbs(actor, cast.case)
        policy.may_comment(actor, cast.case)
