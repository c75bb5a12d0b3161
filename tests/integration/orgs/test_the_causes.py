"""Why nothing can be supported: every cause that applies to the person, and no other (ENT-5)."""

import datetime

import pytest
import time_machine

from orgs.access import Gate
from orgs.models import Product
from orgs.roles import Resource, Role
from sharedaccess.doors import decide_for, enter
from tests.factories import (
    EntitlementFactory,
    GrantFactory,
    OrganizationFactory,
    ProductFactory,
    ProjectFactory,
    UserFactory,
    give_role,
)

A, B = "Alpha", "Beta"

# What the organization holds, how far the role reaches, and the causes.
CAUSES = [
    ([], None, ["no-entitlement"]),
    ([(A, "expired")], None, ["entitlement-expired"]),
    ([(A, "billing")], None, ["entitlement-suspended"]),
    ([(A, "licence")], None, ["entitlement-suspended"]),
    ([(A, "future")], None, ["entitlement-not-begun"]),
    ([(A, "cloud")], None, ["not-in-project"]),
    ([(A, "billing"), (B, "expired")], None, ["entitlement-suspended", "entitlement-expired"]),
    ([(A, "billing"), (B, "licence")], None, ["entitlement-suspended", "entitlement-suspended"]),
    ([(A, "cloud"), (B, "expired")], None, ["not-in-project", "entitlement-expired"]),
    # An old entitlement is no cause where a later one speaks for the product.
    ([(A, "expired"), (A, "billing")], None, ["entitlement-suspended"]),
    ([(A, "expired"), (A, "cloud")], None, ["not-in-project"]),
    # What lies outside of the role's scope is no cause, unless it is what would help.
    ([(A, "expired"), (B, "billing")], [A], ["entitlement-expired"]),
    ([(B, "billing")], [A], ["no-entitlement"]),
    ([(A, "expired"), (B, "active")], [A], ["entitlement-expired", "out-of-scope"]),
    ([(B, "active")], [A], ["out-of-scope"]),
]


@pytest.mark.rule("ENT-5", "ENT-6", "ROLE-5")
@pytest.mark.parametrize(("held", "scope", "codes"), CAUSES)
@time_machine.travel(datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC), tick=False)
def test_every_cause_that_applies_and_no_other(db, held, scope, codes):
    decision = decide_for(somebody(held, scope))

    assert decision.gate == Gate.ENTITLED
    assert [cause.code for cause in decision.causes] == codes
    assert decision.code == codes[0]


@pytest.mark.rule("ENT-5")
@time_machine.travel(datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC), tick=False)
def test_the_sentences_name_products_days_and_reasons(db):
    decision = decide_for(somebody([(A, "billing"), (B, "expired")]))

    assert decision.reason == (
        "The entitlement is suspended for billing: Alpha."
        " The entitlement has expired: Beta (until 31 Dec 2025)."
    )


@pytest.mark.rule("ENT-5")
def test_the_right_organization_is_offered_as_a_switch(cast):
    EntitlementFactory(organization=(right := OrganizationFactory(name="Acme Labs")))
    give_role(cast.sue, right, Role.SUPPORT_ADMIN)
    cast.acme.entitlements.update(suspended_for="billing")

    decision = decide_for(cast.actor("sue"))

    codes = [cause.code for cause in decision.causes]
    assert codes == ["entitlement-suspended", "wrong-organization"]
    assert decision.switch_to == (right,)


@pytest.mark.rule("ENT-5")
def test_an_organization_that_would_not_help_is_not_offered(cast):
    """Suspended, without the role, cloud only, a partner's, somebody else's."""
    organizations = [OrganizationFactory(is_partner=n == 3) for n in range(5)]
    for organization in organizations[:4]:
        role = Role.PRODUCT_ADMIN if organization == organizations[1] else Role.SUPPORT_ADMIN
        give_role(cast.sue, organization, role)
    EntitlementFactory(organization=organizations[0], unpaid=True)
    EntitlementFactory(organization=organizations[1])
    EntitlementFactory(organization=organizations[2], product=ProductFactory(cloud=True))
    EntitlementFactory(organization=organizations[3])
    EntitlementFactory(organization=organizations[4])
    cast.acme.entitlements.all().delete()

    decision = decide_for(cast.actor("sue"))

    assert [cause.code for cause in decision.causes] == ["no-entitlement"]
    assert decision.switch_to == ()


@pytest.mark.rule("ENT-5")
def test_one_more_organization_costs_no_more_queries(cast, django_assert_num_queries):
    cast.acme.entitlements.all().delete()
    actor = cast.actor("sue")

    def give_another():
        EntitlementFactory(organization=(other := OrganizationFactory()))
        give_role(cast.sue, other, Role.SUPPORT_ADMIN, products=[cast.product])
        give_role(UserFactory(), other, Role.SUPPORT_ADMIN)

    give_another()
    with django_assert_num_queries(6):
        decide_for(actor)
    give_another()
    with django_assert_num_queries(6):
        decide_for(actor)


@pytest.mark.rule("ENT-5")
@pytest.mark.parametrize(
    ("held", "helpers"),
    [
        ([(A, "billing")], ["Olga Example"]),
        ([(A, "expired")], ["Olga Example"]),
        ([(A, "cloud")], ["Sam Example", "Olga Example"]),
        ([(A, "cloud"), (B, "expired")], ["Sam Example", "Olga Example"]),
    ],
)
def test_only_those_are_named_who_can_change_it(cast, held, helpers):
    entitle(cast.acme, held)

    decision = decide_for(cast.actor("sue"))

    assert [helper.name for helper in decision.helpers] == helpers


@pytest.mark.rule("ENT-5")
def test_nobody_is_sent_to_themselves(cast):
    entitle(cast.acme, [(A, "billing")])

    decision = decide_for(cast.actor("olga"))

    assert [helper.name for helper in decision.helpers] == ["Vendor support"]


class TestPartners:
    """ENT-7: a partner files in a customer's organization, through a grant."""

    @pytest.fixture
    def umbrella(self, cast):
        partner = OrganizationFactory(name="Umbrella", product_line="Partner", is_partner=True)
        EntitlementFactory(organization=partner, product=cast.product)
        return partner

    @pytest.mark.rule("ENT-5", "ENT-7")
    def test_without_shared_access_they_hear_that(self, cast, umbrella, settings):
        settings.PARTNER_CONTACT_EMAIL = "friends@vendor.example.com"
        give_role(cast.max, umbrella, Role.SUPPORT_ADMIN)

        decision = decide_for(enter(cast.max, umbrella.slug))

        assert (decision.gate, decision.code) == (Gate.SUPPORT, "partner-without-access")
        assert [helper.email for helper in decision.helpers] == ["friends@vendor.example.com"]
        assert decision.switch_to == ()

    @pytest.mark.rule("ENT-5", "ENT-7")
    def test_with_it_the_customer_is_the_right_organization(self, cast, umbrella):
        give_role(cast.gus, umbrella, Role.SUPPORT_ADMIN)

        decision = decide_for(enter(cast.gus, umbrella.slug))

        codes = [cause.code for cause in decision.causes]
        assert codes == ["partner-organization", "wrong-organization"]
        assert decision.switch_to == (cast.acme,)

    @pytest.mark.rule("ENT-5", "ENT-7")
    def test_access_without_support_is_no_shared_access_to_support(self, cast, umbrella):
        give_role(cast.gil, umbrella, Role.SUPPORT_ADMIN)

        assert decide_for(enter(cast.gil, umbrella.slug)).code == "partner-without-access"

    @pytest.mark.rule("ENT-5", "ENT-7")
    def test_access_that_is_of_no_use_now_is_not_called_missing(self, cast, umbrella):
        give_role(cast.gus, umbrella, Role.SUPPORT_ADMIN)
        cast.acme.entitlements.update(suspended_for="billing")

        decision = decide_for(enter(cast.gus, umbrella.slug))

        assert decision.code == "partner-access-unusable"
        assert decision.switch_to == (cast.acme,)

    @pytest.mark.rule("ENT-7")
    def test_in_the_customers_organization_they_may_file(self, cast, umbrella):
        give_role(cast.gus, umbrella, Role.SUPPORT_ADMIN)

        assert decide_for(cast.actor("gus")).allowed


@pytest.mark.rule("ENT-13")
def test_a_grant_makes_nobody_a_member_of_a_project(cast):
    cloud = ProductFactory(cloud=True)
    EntitlementFactory(organization=cast.acme, product=cloud)
    ProjectFactory(organization=cast.acme, product=cloud)

    decision = decide_for(cast.actor("gus"), cloud)

    assert (decision.gate, decision.code) == (Gate.PROJECT, "not-in-project")


@pytest.mark.rule("ENT-13")
def test_a_project_member_with_a_grant_may_file(cast):
    cloud = ProductFactory(cloud=True)
    EntitlementFactory(organization=cast.acme, product=cloud)
    ProjectFactory(organization=cast.acme, product=cloud, joined_by=[cast.gus])

    assert decide_for(cast.actor("gus"), cloud).allowed


@pytest.mark.rule("ENT-3", "ROLE-3")
@pytest.mark.parametrize(
    ("name", "advice", "remedies"),
    [
        (
            "pat",
            "Contact a system admin to be given the support admin role.",
            ["/o/acme/access/request/"],
        ),
        (
            "sam",
            "As a system admin you can give yourself the support admin role.",
            ["/o/acme/access/self/"],
        ),
        (
            "gil",
            "Contact the account owner, who shares access with you.",
            ["/o/acme/access/request/"],
        ),
    ],
)
def test_everybody_is_told_what_they_can_do(cast, name, advice, remedies):
    decision = decide_for(cast.actor(name))

    assert decision.code == "no-support-role"
    assert decision.reason.endswith(advice)
    assert [remedy.url for remedy in decision.remedies] == remedies


@pytest.mark.rule("SHA-10")
def test_an_expired_grant_opens_nothing(cast):
    GrantFactory(
        organization=(globex := cast.globex),
        grantee=cast.max,
        resources=[Resource.SUPPORT],
        expires_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )
    cast.acme.entitlements.all().delete()

    assert globex not in decide_for(cast.actor("sue")).switch_to


def somebody(held, scope=None):
    """A support admin, for all products or those of these names, where this is held."""
    user, organization = UserFactory(), OrganizationFactory()
    products = {name: ProductFactory(name=name) for name in (A, B)}
    entitle(organization, held)
    chosen = None if scope is None else [products[name] for name in scope]
    give_role(user, organization, Role.SUPPORT_ADMIN, products=chosen)
    return enter(user, organization.slug)


def entitle(organization, held):
    organization.entitlements.all().delete()
    for name, state in held:
        product = Product.objects.filter(name=name).first() or ProductFactory(name=name)
        Product.objects.filter(pk=product.pk).update(is_cloud=state == "cloud")
        EntitlementFactory(organization=organization, product=product, **SPANS[state])


SPANS = {
    "active": {"starts_on": datetime.date(2026, 1, 1)},
    "cloud": {"starts_on": datetime.date(2026, 1, 1)},
    "billing": {"starts_on": datetime.date(2026, 1, 1), "suspended_for": "billing"},
    "licence": {"starts_on": datetime.date(2026, 1, 1), "suspended_for": "licence"},
    "expired": {
        "starts_on": datetime.date(2025, 1, 1),
        "ends_on": datetime.date(2025, 12, 31),
    },
    "future": {"starts_on": datetime.date(2027, 1, 1)},
}
