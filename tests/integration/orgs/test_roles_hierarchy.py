"""Roles are given along the hierarchy: by system admins all, by product admins their branch's."""

import pytest
from django.db import IntegrityError, transaction

from orgs import actions
from orgs.models import Membership, RoleAssignment
from orgs.roles import ASSIGNABLE, Role
from portal.models import AuditEntry
from portal.problems import Conflict, NotAllowed, Unprocessable
from tests.factories import (
    EntitlementFactory,
    MembershipFactory,
    OrganizationFactory,
    ProductFactory,
    UserFactory,
    give_role,
)

# Who gives which role, by hand from ROLE-6. All others give none.
GIVES = {
    "system_admin": {
        "system_admin",
        "support_admin",
        "product_admin",
        "profile_admin",
        "group_admin",
        "deployment_admin",
        "storage_admin",
    },
    "product_admin": {"product_admin", "profile_admin"},
}
CELLS = [
    (giver, role, role in GIVES.get(giver, set()))
    for giver in (*Role.values, None)
    for role in Role.values
]


@pytest.fixture
def reporting(cast):
    """A second product of acme."""
    product = ProductFactory(name="Commerce Reporting")
    EntitlementFactory(organization=cast.acme, product=product)
    return product


@pytest.fixture
def boss(cast):
    """A product admin of Commerce Pro only."""
    boss = UserFactory(first_name="Boss")
    give_role(boss, cast.acme, Role.PRODUCT_ADMIN, products=[cast.product])
    cast.boss = boss
    return boss


def member(cast, name="max") -> Membership:
    return Membership.objects.get(user=getattr(cast, name), organization=cast.acme)


def held(cast, name="max") -> dict[str, set[str] | None]:
    rows = member(cast, name).roles.all()
    return {
        row.role: None if row.all_products else {product.name for product in row.products.all()}
        for row in rows
    }


def address(cast, name="max") -> str:
    return f"/o/acme/administrators/{member(cast, name).pk}/"


def test_the_table_is_that_of_the_specification():
    assert {giver.value: {*map(str, roles)} for giver, roles in ASSIGNABLE.items()} == GIVES


@pytest.mark.rule("ROLE-6", "ROLE-1")
@pytest.mark.parametrize(("giver", "role", "may"), CELLS)
def test_who_gives_and_takes_which_role(cast, giver, role, may):
    """The giver holds one role for all products, or none."""
    gina = cast.gina = UserFactory(first_name="Gina")
    if giver:
        give_role(gina, cast.acme, giver)
    else:
        MembershipFactory(user=gina, organization=cast.acme)
    actor, membership = cast.actor("gina"), member(cast)

    def attempt(action):
        try:
            action(actor=actor, membership=membership, role=Role(role))
        except NotAllowed:
            return False
        return True

    assert attempt(actions.assign_role) is may
    assert held(cast) == ({role: None} if may else {})
    assert attempt(actions.remove_role) is may
    refusals = AuditEntry.objects.filter(verb="role.refused", actor=gina)
    assert refusals.count() == (0 if may else 2)


@pytest.mark.rule("ROLE-6")
class TestTheBranchOfAProductAdmin:
    def test_reaches_the_same_products_only(self, cast, boss, reporting):
        def give(**given):
            actions.assign_role(
                actor=cast.actor("boss"), membership=member(cast), role=Role.PRODUCT_ADMIN, **given
            )

        give(products=[cast.product])
        for products in (None, [reporting], [cast.product, reporting]):
            with pytest.raises(NotAllowed):
                give(products=products)

        assert held(cast) == {"product_admin": {"Commerce Pro"}}

    def test_leaves_what_others_gave_for_other_products(self, cast, boss, reporting):
        row = give_role(cast.max, cast.acme, Role.PROFILE_ADMIN, products=[reporting])

        def act(action, **given):
            action(actor=cast.actor("boss"), membership=row.membership, **given)

        act(actions.assign_role, role=Role.PROFILE_ADMIN, products=[cast.product])
        assert held(cast) == {"profile_admin": {"Commerce Pro", "Commerce Reporting"}}

        act(actions.remove_role, role=Role.PROFILE_ADMIN)
        assert held(cast) == {"profile_admin": {"Commerce Reporting"}}

    def test_does_not_touch_a_role_for_all_products(self, cast, boss):
        for action in (actions.assign_role, actions.remove_role):
            with pytest.raises(NotAllowed):
                action(
                    actor=cast.actor("boss"), membership=member(cast, "pat"), role="product_admin"
                )

        assert held(cast, "pat") == {"product_admin": None}

    def test_the_page_lists_the_people_and_roles_of_the_branch(self, cast, client, boss, reporting):
        give_role(cast.max, cast.acme, Role.PROFILE_ADMIN, products=[cast.product, reporting])
        give_role(cast.max, cast.acme, Role.GROUP_ADMIN)
        give_role(UserFactory(first_name="Rex"), cast.acme, "profile_admin", products=[reporting])
        client.force_login(boss)

        page = client.get("/o/acme/administrators/").text.partition("<main")[2]

        for words in ("Boss Example", "Max Example", "Product profile admin"):
            assert words in page
        for words in ("Sam Example", "Sue Example", "Pat Example", "Rex Example", "User group"):
            assert words not in page

    def test_the_page_of_a_person_has_exactly_the_controls_of_the_branch(
        self, cast, client, boss, reporting
    ):
        give_role(cast.max, cast.acme, Role.PROFILE_ADMIN, products=[cast.product])
        client.force_login(boss)

        page = client.get(address(cast)).text

        for name in ("product_admin", "profile_admin"):
            assert f'name="{name}"' in page
        assert "Commerce Reporting" not in page
        for name in ("support_admin", "system_admin", "group_admin", "profile_admin_scope"):
            assert f'name="{name}"' not in page
        assert "removal" not in page

    def test_saves_along_its_own_products(self, cast, client, boss, reporting):
        give_role(cast.max, cast.acme, Role.PROFILE_ADMIN, products=[cast.product, reporting])
        give_role(cast.max, cast.acme, Role.GROUP_ADMIN)
        client.force_login(boss)
        chosen = {"product_admin": "on", "product_admin_products": [cast.product.pk]}

        assert client.post(address(cast), chosen).status_code == 302

        assert held(cast) == {
            "product_admin": {"Commerce Pro"},
            "profile_admin": {"Commerce Reporting"},
            "group_admin": None,
        }

    @pytest.mark.parametrize("role", ["support_admin", "system_admin", "storage_admin"])
    def test_a_forged_box_is_refused_and_on_record(self, cast, client, boss, role):
        give_role(cast.max, cast.acme, Role.PROFILE_ADMIN, products=[cast.product])
        client.force_login(boss)
        forged = {"profile_admin": "on", "profile_admin_products": [cast.product.pk], role: "on"}

        response = client.post(address(cast), forged)

        assert response.status_code == 403
        assert "sam@example.com" in response.text
        assert held(cast) == {"profile_admin": {"Commerce Pro"}}
        assert AuditEntry.objects.get(verb="role.refused").actor == boss

    def test_a_forged_product_is_refused(self, cast, client, boss, reporting):
        give_role(cast.max, cast.acme, Role.PROFILE_ADMIN, products=[cast.product])
        client.force_login(boss)
        forged = {"profile_admin": "on", "profile_admin_products": [reporting.pk]}

        assert client.post(address(cast), forged).status_code == 422
        assert held(cast) == {"profile_admin": {"Commerce Pro"}}

    def test_the_people_of_other_branches_are_out_of_reach(self, cast, client, boss):
        client.force_login(boss)

        assert client.get(address(cast, "sue")).status_code == 403
        assert not AuditEntry.objects.exists()
        assert client.post(address(cast, "sue"), {}).status_code == 403
        assert AuditEntry.objects.get().verb == "role.refused"
        assert held(cast, "sue") == {"support_admin": None}

    def test_the_right_lost_counts_from_the_next_request_on(self, cast, client, boss):
        client.force_login(boss)
        assert client.get("/o/acme/administrators/").status_code == 200
        stale = cast.actor("boss")

        actions.remove_role(
            actor=cast.actor("sam"), membership=member(cast, "boss"), role=Role.PRODUCT_ADMIN
        )

        assert client.get("/o/acme/administrators/").status_code == 403
        with pytest.raises(NotAllowed):
            actions.assign_role(
                actor=stale,
                membership=member(cast),
                role=Role.PROFILE_ADMIN,
                products=[cast.product],
            )


@pytest.mark.rule("ROLE-5", "ROLE-6")
def test_one_page_saves_all_roles_and_scopes_of_a_person(cast, client, reporting):
    give_role(cast.max, cast.acme, Role.GROUP_ADMIN)
    client.force_login(cast.sam)

    response = client.post(
        address(cast),
        {
            "support_admin": "on",
            "support_admin_scope": "chosen",
            "support_admin_products": [reporting.pk],
            "product_admin": "on",
            "product_admin_scope": "all",
            "storage_admin": "on",
        },
    )

    assert response.status_code == 302
    assert held(cast) == {
        "support_admin": {"Commerce Reporting"},
        "product_admin": None,
        "storage_admin": None,
    }


@pytest.mark.rule("ROLE-10")
def test_saving_what_is_so_already_is_no_change(cast, client):
    client.force_login(cast.sam)

    client.post(
        address(cast, "sue"), {"support_admin": "on", "support_admin_scope": "all"}, follow=True
    )

    assert not AuditEntry.objects.exists()


@pytest.mark.rule("CASE-8", "ROLE-8")
def test_a_stale_form_is_answered_with_the_newer_state_and_loses_nothing(cast, client):
    client.force_login(cast.sam)
    version = client.get(address(cast)).context["form"].initial["version"]
    give_role(cast.max, cast.acme, Role.GROUP_ADMIN)
    mine = {"support_admin": "on", "support_admin_scope": "all", "version": version}

    response = client.post(address(cast), mine)

    assert response.status_code == 409
    assert "Somebody changed these roles in the meantime" in response.text
    assert "User group admin</span>" in response.text
    assert held(cast) == {"group_admin": None}
    form = response.context["form"]
    assert form["support_admin"].value()
    assert not form["group_admin"].value()

    client.post(address(cast), {**mine, "version": form["version"].value()})

    assert held(cast) == {"support_admin": None}


def test_all_changes_of_a_page_are_made_or_none(cast, client):
    una = UserFactory(first_name="Una", unverified=True)
    give_role(una, cast.acme, Role.GROUP_ADMIN)
    cast.una = una
    client.force_login(cast.sam)

    response = client.post(address(cast, "una"), {"storage_admin": "on"})

    assert response.status_code == 422
    assert held(cast, "una") == {"group_admin": None}


@pytest.mark.parametrize("role", ["group_admin", "system_admin"])
def test_a_role_of_the_whole_organization_has_no_products(cast, role):
    with pytest.raises(Unprocessable):
        actions.assign_role(
            actor=cast.actor("sam"), membership=member(cast), role=role, products=[cast.product]
        )
    row = give_role(cast.max, cast.acme, role)
    with pytest.raises(IntegrityError, match="role_assignment_scoped"), transaction.atomic():
        RoleAssignment.objects.filter(pk=row.pk).update(all_products=False)


@pytest.mark.rule("ROLE-7")
class TestATeamsOrganization:
    @pytest.fixture
    def teams(self, cast):
        return OrganizationFactory(slug="teams", is_teams=True)

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMIN])
    def test_the_database_itself_keeps_other_roles_out(self, teams, role):
        with pytest.raises(IntegrityError, match="only_system_admins_in_teams"):
            give_role(UserFactory(), teams, role)

    def test_it_cannot_become_one_while_there_are_other_roles(self, cast):
        cast.acme.is_teams = True

        with pytest.raises(IntegrityError, match="teams_has_only_system_admins"):
            cast.acme.save()

    def test_the_desk_is_told_so_in_words(self, cast, client):
        root = UserFactory(is_staff=True, is_superuser=True)
        client.force_login(root)
        cast.acme.is_teams = True

        with pytest.raises(Exception, match="remove those first"):
            cast.acme.full_clean()

    def test_its_system_admin_appoints_another_one(self, cast, client, teams):
        give_role(cast.sam, teams, Role.SYSTEM_ADMIN)
        membership = MembershipFactory(organization=teams)
        client.force_login(cast.sam)

        client.post(f"/o/teams/administrators/{membership.pk}/", {"system_admin": "on"})

        assert membership.roles.get().role == "system_admin"


def test_who_left_in_the_meantime_is_given_nothing(cast):
    membership = member(cast)
    actions.remove_member(actor=cast.actor("sam"), membership=member(cast))

    with pytest.raises(Conflict):
        actions.assign_role(actor=cast.actor("sam"), membership=membership, role=Role.SUPPORT_ADMIN)
