"""The roles are groups: who joins one is given the role, by the rules of the pages."""

from urllib.parse import quote

import pytest

from orgs.models import RoleAssignment
from orgs.roles import Role
from portal.models import AuditEntry
from tests.factories import SupportPlanFactory, give_role

SUPPORT = "Groups/support_admin"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"


def roles(identity):
    return set(
        RoleAssignment.objects.filter(membership__user=identity.user).values_list("role", flat=True)
    )


def join(identity, op="add"):
    return {"op": op, "path": "members", "value": [{"value": str(identity.pk)}]}


def test_the_seven_roles_are_groups_with_fixed_ids(directory):
    said = directory.ask("GET", "Groups").said

    assert [one["id"] for one in said["Resources"]] == [role.value for role in Role]
    assert said["Resources"][1]["displayName"] == "Support admin"


@pytest.mark.rule("ROLE-7")
def test_a_teams_organization_has_one(directory, cast, una):
    cast.acme.is_teams = True
    RoleAssignment.objects.exclude(role=Role.SYSTEM_ADMIN).delete()
    cast.acme.save()

    assert directory.ask("GET", "Groups").said["totalResults"] == 1
    assert directory.patch(SUPPORT, join(una)).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [('displayName eq "support ADMIN"', 1), ('id eq "nobody"', 0), ('displayName co "a"', None)],
)
def test_groups_are_found_by_name(directory, asked, found):
    said = directory.ask("GET", f"Groups?filter={quote(asked)}&excludedAttributes=members").said

    assert said.get("totalResults") == found


def test_who_joins_is_given_the_role_and_who_goes_loses_it(directory, una):
    joined = directory.patch(SUPPORT, join(una))
    given = roles(una)
    leaving = {"op": "remove", "path": f'members[value eq "{una.pk}"]'}
    directory.patch(SUPPORT, leaving)

    assert [one["value"] for one in joined.said["members"]] == [str(una.pk)]
    assert (given, roles(una)) == ({"support_admin"}, set())
    verbs = AuditEntry.objects.filter(target=una.user.email).values_list("verb", flat=True)
    assert {"role.assigned", "role.removed"} <= set(verbs)


def test_entra_removes_by_value(directory, una):
    directory.patch(SUPPORT, join(una))

    answer = directory.patch(SUPPORT, join(una, "Remove"))

    assert (answer.status_code, roles(una)) == (200, set())


def test_a_replacement_leaves_alone_whom_the_directory_does_not_know(directory, una, cast):
    body = {"schemas": [GROUP], "displayName": "Support admin", "members": [{"value": str(una.pk)}]}

    answer = directory.ask("PUT", SUPPORT, body)

    assert (answer.status_code, len(answer.said["members"])) == (200, 1)
    assert RoleAssignment.objects.of(cast.sue, cast.acme).exists()


def test_a_role_for_chosen_products_is_not_widened(directory, una, cast):
    row = give_role(una.user, cast.acme, Role.SUPPORT_ADMIN, products=[cast.product])

    directory.patch(SUPPORT, join(una))

    row.refresh_from_db()
    assert not row.all_products


@pytest.mark.rule("ROLE-9")
def test_the_limit_of_named_contacts_holds(directory, una, cast):
    cast.acme.plan = SupportPlanFactory(contact_limit=1)
    cast.acme.save()

    answer = directory.patch(SUPPORT, join(una))

    assert (answer.status_code, roles(una)) == (409, set())


@pytest.mark.rule("ROLE-6")
def test_the_last_system_admin_stays_in_the_group(directory, una, cast):
    give_role(una.user, cast.acme, Role.SYSTEM_ADMIN)
    RoleAssignment.objects.filter(membership__user=cast.sam).delete()
    cast.acme.scim_tokens.update(made_by=una.user)

    answer = directory.patch("Groups/system_admin", {"op": "remove", "path": "members"})

    assert (answer.status_code, roles(una)) == (409, {"system_admin"})


@pytest.mark.parametrize("value", ["1", "0" * 32, "support_admin"])
def test_strangers_join_nothing(directory, value):
    answer = directory.patch(SUPPORT, {"op": "add", "path": "members", "value": [{"value": value}]})

    assert (answer.status_code, answer.said["scimType"]) == (400, "invalidValue")


def test_somebody_inactive_joins_nothing(directory, una):
    una.membership.delete()

    assert directory.patch(SUPPORT, join(una)).status_code == 400


@pytest.mark.parametrize("path", ["id", "displayName", "meta.location", "role", "members.user"])
def test_forged_paths_change_nothing(directory, una, path):
    answer = directory.patch(SUPPORT, {"op": "replace", "path": path, "value": "system_admin"})

    assert (answer.status_code, roles(una)) == (400, set())


def test_unknown_groups_are_not_there(directory, una):
    assert directory.patch("Groups/owner", join(una)).status_code == 404
