"""Who can see a case: the panel says the same as the wall, of everybody."""

from itertools import product as every_combination

import pytest
from django.utils import timezone
from django.utils.translation import override

from cases.audience import who_hears, who_sees, who_sees_case
from cases.models import Case
from orgs.models import Organization, RoleAssignment
from orgs.roles import Resource, Role
from sharedaccess.doors import find_actor
from tests.factories import (
    CaseFactory,
    GrantFactory,
    MembershipFactory,
    ProductFactory,
    UserFactory,
    give_role,
)

MEMBERSHIPS = {
    "no member": None,
    "member": [],
    "support admin": [(Role.SUPPORT_ADMIN, None)],
    "support admin of the product": [(Role.SUPPORT_ADMIN, "product")],
    "support admin of another product": [(Role.SUPPORT_ADMIN, "other")],
    "system admin": [(Role.SYSTEM_ADMIN, None)],
    "both": [(Role.SYSTEM_ADMIN, None), (Role.SUPPORT_ADMIN, "other")],
    "product admin": [(Role.PRODUCT_ADMIN, None)],
}
GRANTS = {
    "no grant": None,
    "support": {},
    "downloads": {"resources": [Resource.DOWNLOADS]},
    "expired": {"expires_at": timezone.now()},
}


TEAMS_MEMBERSHIPS = {name: MEMBERSHIPS[name] for name in ("no member", "member", "system admin")}
"""A teams organization has no other role: the database would not let us give one (ROLE-7)."""


def everybody(cast):
    """One person for each combination of ties, beside the cast."""
    products = {"product": cast.product, "other": ProductFactory()}
    memberships = TEAMS_MEMBERSHIPS if cast.acme.is_teams else MEMBERSHIPS
    for roles, grant, watches in every_combination(
        memberships.values(), GRANTS.values(), [True, False]
    ):
        person = UserFactory(account=False)
        if roles is not None:
            MembershipFactory(user=person, organization=cast.acme)
        for role, scope in roles or ():
            give_role(person, cast.acme, role, products=[products[scope]] if scope else None)
        if grant is not None:
            GrantFactory(organization=cast.acme, grantee=person, granted_by=cast.olga, **grant)
        yield person, watches


def admitted(person, case):
    actor = find_actor(person, case.organization)
    return bool(actor) and Case.objects.visible_to(actor).filter(pk=case.pk).exists()


@pytest.mark.rule("CASE-7")
@pytest.mark.parametrize("is_teams", [False, True])
def test_the_panel_lists_exactly_those_whom_the_wall_lets_through(cast, is_teams):
    if is_teams:
        RoleAssignment.objects.exclude(role=Role.SYSTEM_ADMIN).delete()
        Organization.objects.filter(pk=cast.acme.pk).update(is_teams=True)
        cast.acme.refresh_from_db()
    people = list(everybody(cast))
    watchers = [person for person, watches in people if watches]
    case = CaseFactory(organization=cast.acme, product=cast.product, watched_by=watchers)

    listed = [reader.user for reader in who_sees_case(case)]

    crowd = [person for person, _watches in people]
    crowd += [cast.olga, cast.sam, cast.sue, cast.pat, cast.max, cast.gus, cast.gil, cast.eve]
    assert set(listed) == {person for person in crowd if admitted(person, case)}
    assert len(listed) == len(set(listed))


@pytest.mark.rule("CASE-7")
@pytest.mark.parametrize("name", ["olga", "sam", "sue", "pat", "max", "gus", "gil", "eve", "ada"])
def test_the_requester_is_listed_if_the_wall_lets_them_through(cast, name):
    person = getattr(cast, name)
    case = CaseFactory(organization=cast.acme, product=cast.product, requester=person)

    listed = [reader.user for reader in who_sees_case(case)]

    assert (person in listed) is admitted(person, case)


@pytest.mark.rule("CASE-7")
def test_each_is_listed_with_the_reasons(cast):
    readers = who_sees(cast.acme, cast.product, requester=cast.sue, watchers=[cast.max, cast.sue])

    assert {reader.user.first_name: reader.reason for reader in readers} == {
        "Gus": "shared access",
        "Max": "watcher",
        "Olga": "account owner",
        "Sue": "requester, support admin, watcher",
    }


def test_those_who_left_are_not_listed(cast):
    cast.sue.is_active = False
    cast.sue.save()

    assert cast.sue not in [reader.user for reader in who_sees(cast.acme, cast.product)]


@pytest.mark.rule("CASE-7", "NOTE-2")
def test_requester_and_watchers_hear_as_long_as_they_see(cast):
    case = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        requester=cast.sue,
        watched_by=[cast.max, cast.gus, cast.gil],
    )

    assert {reader.user.first_name for reader in who_hears(case)} == {"Gus", "Max", "Sue"}


def test_it_takes_one_query_for_any_number_of_people(cast, django_assert_num_queries):
    for _number in range(5):
        give_role(UserFactory(), cast.acme, Role.SUPPORT_ADMIN)
    case = CaseFactory(organization=cast.acme, product=cast.product, watched_by=[cast.max])

    with django_assert_num_queries(1), override("fr"):
        who_sees_case(case)
