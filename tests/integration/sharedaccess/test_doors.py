"""Who a person is in an organization, and how little it costs to know."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from orgs.actor import Via
from orgs.models import Membership, RoleAssignment
from orgs.roles import Capability, Resource, Role
from sharedaccess import doors
from sharedaccess.middleware import PermissionsMiddleware
from sharedaccess.models import Grant
from tests.factories import (
    EntitlementFactory,
    GrantFactory,
    MembershipFactory,
    OrganizationFactory,
    ProductFactory,
    UserFactory,
    give_role,
)


@pytest.mark.parametrize(
    ("name", "via"),
    [
        ("olga", {Via.OWNER}),
        ("sam", {Via.MEMBER, Via.ROLE}),
        ("sue", {Via.MEMBER, Via.ROLE}),
        ("max", {Via.MEMBER}),
        ("gus", {Via.GRANT}),
        ("ada", {Via.BADGE}),
    ],
)
def test_whence_the_rights_come(cast, name, via):
    assert cast.actor(name).via == via


@pytest.mark.rule("ROLE-4", "ENT-7")
def test_ties_add_up(cast):
    give_role(cast.gus, cast.acme, Role.SYSTEM_ADMIN)
    GrantFactory(organization=cast.globex, grantee=cast.sue, resources=[Resource.DOWNLOADS])

    assert cast.actor("gus").can(Capability.OPEN_CASE)
    assert cast.actor("gus").can(Capability.ASSIGN_ROLES)
    assert not cast.actor("sue", cast.globex).can(Capability.OPEN_CASE)
    assert cast.actor("sue", cast.globex).can(Capability.SEE_DOWNLOADS)


@pytest.mark.rule("ROLE-5")
@pytest.mark.parametrize("also", ["", "owner", "grantee"])
def test_a_scope_limits_only_who_has_no_other_key(cast, also):
    organization = OrganizationFactory()
    user = cast.max
    give_role(user, organization, Role.SUPPORT_ADMIN, products=[cast.product])
    if also == "owner":
        organization.account.user = UserFactory(unlinked=True)
        organization.account.save()
        user = organization.account.user
        give_role(user, organization, Role.SUPPORT_ADMIN, products=[cast.product])
    if also == "grantee":
        GrantFactory(organization=organization, grantee=user, granted_by=cast.olga)

    actor = doors.enter(user, organization.slug)

    assert (actor.products is None) is bool(also)
    assert actor.covers(ProductFactory().pk) is bool(also)
    assert actor.covers(cast.product.pk)


@pytest.mark.parametrize("change", ["membership", "inactive", "grant"])
def test_a_lost_tie_counts_at_once(cast, change):
    name = "gus" if change == "grant" else "sue"
    cast.actor(name)

    if change == "membership":
        Membership.objects.filter(user=cast.sue).delete()
    if change == "inactive":
        cast.sue.is_active = False
    if change == "grant":
        Grant.objects.filter(grantee=cast.gus).delete()

    with pytest.raises(Http404):
        cast.actor(name)
    assert doors.find_actor(getattr(cast, name), cast.acme) is None


def test_an_actor_costs_two_queries(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        doors.enter(cast.sue, "acme")
    with django_assert_num_queries(2):
        doors.find_actor(cast.sue, cast.acme)
    with django_assert_num_queries(1):
        doors.find_actor(cast.gus, cast.acme)


@pytest.mark.rule("ENT-1")
def test_all_actors_of_a_person_cost_two_queries(cast, django_assert_num_queries):
    for _ in range(5):
        give_role(cast.sue, OrganizationFactory(), Role.SUPPORT_ADMIN, products=[cast.product])

    with django_assert_num_queries(2):
        actors = doors.actors_of(cast.sue)

    one_by_one = [doors.enter(cast.sue, actor.organization.slug) for actor in actors]
    assert actors == one_by_one
    assert len(actors) == 6


@pytest.mark.rule("ENT-1")
@pytest.mark.parametrize(
    ("name", "opened"),
    [
        ("olga", ["acme"]),
        ("sue", ["acme"]),
        ("max", ["acme"]),
        ("gus", ["acme"]),
        ("gil", ["acme"]),
        ("eve", ["globex"]),
        ("ada", []),
    ],
)
def test_which_organizations_a_person_has_to_do_with(cast, name, opened):
    organizations = doors.organizations_open_to(getattr(cast, name))

    assert [organization.slug for organization in organizations] == opened


@pytest.mark.rule("ENT-2")
@pytest.mark.parametrize(
    ("traits", "entitled"), [({}, True), ({"expired": True}, False), ({"unpaid": True}, False)]
)
def test_organizations_without_an_entitlement_are_marked(cast, traits, entitled):
    bare = OrganizationFactory()
    EntitlementFactory(organization=bare, **traits)
    MembershipFactory(user=cast.max, organization=bare)

    rows = doors.with_support(doors.organizations_open_to(cast.max))

    assert rows.get(pk=bare.pk).is_entitled is entitled


def test_nobody_but_staff_is_an_agent(cast):
    with pytest.raises(Http404):
        doors.agent(cast.sam, cast.acme)


class TestTheMiddleware:
    """Closed by default: a view opens itself."""

    def enter(self, user, view, method="get"):
        request = getattr(RequestFactory(), method)("/o/acme/somewhere/")
        request.user = user
        middleware = PermissionsMiddleware(lambda request: HttpResponse())
        return middleware.process_view(request, view, [], {"org": "acme"})

    def test_a_view_that_declares_nothing_is_refused(self, cast):
        def forgetful(request):
            return HttpResponse()

        with pytest.raises(ImproperlyConfigured, match="forgetful declares no capability"):
            self.enter(cast.sue, forgetful)

    def test_strangers_are_not_told_that_it_exists(self, cast, client):
        client.force_login(cast.eve)

        there = client.get("/o/acme/support/")
        nowhere = client.get("/o/nowhere/support/")

        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content

    @pytest.mark.rule("ROLE-4")
    def test_a_role_removed_counts_from_the_next_request(self, cast, client):
        client.force_login(cast.sam)
        assert client.get("/o/acme/administrators/").status_code == 200

        RoleAssignment.objects.of(cast.sam, cast.acme).delete()

        assert client.get("/o/acme/administrators/").status_code == 403

    def test_an_agent_is_no_customer(self, cast, client):
        client.force_login(cast.ada)

        assert client.get("/o/acme/support/").status_code == 404
        assert client.get("/o/acme/administrators/").status_code == 404
        assert client.post("/o/nowhere/access/self/").status_code == 404
        cast.ada.refresh_from_db()
        assert cast.ada.last_organization is None
