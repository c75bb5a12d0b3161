"""The order of the gates (ID-6): of all that is wrong, the first is explained."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from orgs.access import Gate, decide, walk
from orgs.roles import Role
from sharedaccess.doors import decide_for, enter, facts
from tests.factories import (
    EntitlementFactory,
    MembershipFactory,
    OrganizationFactory,
    ProductFactory,
    ProjectFactory,
    UserFactory,
    give_role,
)

WORDS = ("verified", "linked", "role", "entitled", "chosen", "joined")

# What holds, in the order of ID-6, and the gate that is explained. Nothing else may be.
ORDER = [
    ("", Gate.EMAIL_VERIFIED, "email-not-verified"),
    ("linked role entitled chosen joined", Gate.EMAIL_VERIFIED, "email-not-verified"),
    ("verified", Gate.ACCOUNT_LINKED, "account-not-linked"),
    ("verified role entitled chosen joined", Gate.ACCOUNT_LINKED, "account-not-linked"),
    ("verified linked", Gate.SUPPORT, "no-support-role"),
    ("verified linked entitled chosen joined", Gate.SUPPORT, "no-support-role"),
    ("verified linked role", Gate.ENTITLED, "no-entitlement"),
    ("verified linked role chosen joined", Gate.ENTITLED, "no-entitlement"),
    ("verified linked role entitled", Gate.PRODUCT, "no-entitlement"),
    ("verified linked role entitled joined", Gate.PRODUCT, "no-entitlement"),
    ("verified linked role entitled chosen", Gate.PROJECT, "not-in-project"),
]


@pytest.mark.rule("ID-3", "ID-4", "ID-6", "ENT-4", "ENT-13")
@pytest.mark.parametrize(("holds", "gate", "code"), ORDER)
def test_the_first_gate_that_fails_is_the_one_explained(db, holds, gate, code):
    decision = decide_for(*play(holds.split()))

    assert not decision.allowed
    assert (decision.gate, decision.code) == (gate, code)
    assert decision.reason


@pytest.mark.rule("ID-6")
def test_behind_the_last_gate_one_may_file(db):
    assert decide_for(*play(WORDS)).allowed


@pytest.mark.rule("ID-1", "ID-6")
def test_the_first_gate_is_the_sign_in(db):
    decision = decide(facts(AnonymousUser()))

    assert (decision.gate, decision.code) == (Gate.SIGNED_IN, "not-signed-in")


@pytest.mark.rule("ID-6", "ENT-14")
def test_without_an_organization_there_is_nothing_to_file_in(db):
    decision = decide(facts(UserFactory()))

    assert (decision.gate, decision.code) == (Gate.ORGANIZATION, "no-organization")
    assert [remedy.url for remedy in decision.remedies] == ["/account/organizations/"]


@pytest.mark.rule("ID-6", "ENT-1")
def test_without_a_choice_the_right_organizations_are_offered(cast):
    decision = decide(facts(cast.sue))

    assert decision.gate == Gate.ORGANIZATION
    assert list(decision.switch_to) == [cast.acme]


@pytest.mark.rule("ACC-1", "ID-6")
def test_the_walk_stops_at_the_first_gate_that_fails(db):
    actor, _product = play(["verified", "linked"])

    answers = {gate: answer and answer.allowed for gate, answer in walk(facts(actor.user, actor))}

    assert list(answers.items()) == [
        (Gate.SIGNED_IN, True),
        (Gate.EMAIL_VERIFIED, True),
        (Gate.ACCOUNT_LINKED, True),
        (Gate.ORGANIZATION, True),
        (Gate.SUPPORT, False),
        (Gate.ENTITLED, None),
        (Gate.PRODUCT, None),
        (Gate.PROJECT, None),
    ]


@pytest.mark.rule("ACC-1")
def test_the_walk_leaves_the_product_open_until_one_is_chosen(cast):
    actor = cast.actor("sue")

    open_ends = walk(facts(cast.sue, actor))[-2:]
    chosen = walk(facts(cast.sue, actor, cast.product))[-2:]

    assert [answer for _gate, answer in open_ends] == [None, None]
    assert [answer.allowed for _gate, answer in chosen] == [True, True]


@pytest.mark.rule("ENT-11", "ENT-13")
def test_another_project_of_the_product_does_not_help(db):
    actor, product = play(WORDS)
    elsewhere = ProjectFactory(organization=actor.organization, product=product)

    decision = decide_for(actor, product, elsewhere)

    assert (decision.gate, decision.code) == (Gate.PROJECT, "not-in-project")
    assert elsewhere.identifier in decision.reason


def play(holds):
    """Sue in her organization, where only this holds; and the cloud product that she chooses."""
    user = UserFactory(unverified="verified" not in holds, unlinked="linked" not in holds)
    organization = OrganizationFactory()
    product = ProductFactory(cloud=True)
    MembershipFactory(user=user, organization=organization)
    if "role" in holds:
        give_role(user, organization, Role.SUPPORT_ADMIN)
    if "entitled" in holds:
        EntitlementFactory(organization=organization)
    if "entitled" in holds and "chosen" in holds:
        EntitlementFactory(organization=organization, product=product)
    if "joined" in holds:
        ProjectFactory(organization=organization, product=product, joined_by=[user])
    return enter(user, organization.slug), product


@pytest.mark.rule("ENT-6")
@pytest.mark.parametrize(
    ("days", "allowed"), [(-1, False), (0, True), (1, True)], ids=["over", "last day", "running"]
)
def test_support_ends_with_the_last_day(cast, days, allowed):
    today = datetime.datetime.now(datetime.UTC).date()
    cast.acme.entitlements.update(ends_on=today + datetime.timedelta(days=days))

    assert decide_for(cast.actor("sue")).allowed is allowed
