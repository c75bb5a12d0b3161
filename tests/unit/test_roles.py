"""The role matrix of the specification, row by row, against the table in code."""

import pytest

from orgs.roles import CAPABILITIES, Capability, Resource, Role, Standing

SUPPORT = {"view_org_cases", "open_case", "work_case", "comment", "manage_watchers"}
OWNED = {"see_products", "see_billing", "see_downloads", "see_projects", "run_security_tool"}

TABLE = {
    Role.SYSTEM_ADMIN: {"assign_roles", "manage_members", "manage_sign_in", "see_audit"},
    Role.SUPPORT_ADMIN: SUPPORT,
    Role.PRODUCT_ADMIN: {"manage_branch"},
    Role.PROFILE_ADMIN: set(),
    Role.GROUP_ADMIN: set(),
    Role.DEPLOYMENT_ADMIN: set(),
    Role.STORAGE_ADMIN: set(),
    Standing.MEMBER: {"follow_cases"},
    Standing.OWNER: SUPPORT | OWNED | {"grant_access", "see_audit", "export_data"},
    Standing.TEAMS_ADMIN: SUPPORT,
    Standing.AGENT: {"view_org_cases", "comment", "manage_watchers", "work_queue"},
    Standing.SUPPORT_MANAGER: {
        "view_org_cases",
        "comment",
        "manage_watchers",
        "work_queue",
        "handle_escalations",
    },
    Resource.PRODUCTS: {"see_products"},
    Resource.SUPPORT: SUPPORT,
    Resource.DOWNLOADS: {"see_downloads"},
    Resource.CLOUD_PROJECTS: {"see_projects"},
    Resource.SECURITY_TOOL: {"run_security_tool"},
}


@pytest.mark.rule("ROLE-2", "ROLE-3", "ROLE-7")
@pytest.mark.parametrize("tie", [*Role, *Standing, *Resource])
def test_each_tie_allows_what_the_specification_says(tie):
    assert CAPABILITIES[tie] == TABLE[tie]


def test_the_table_knows_every_tie_and_nothing_else():
    assert CAPABILITIES.keys() == TABLE.keys()


@pytest.mark.rule("ROLE-1")
def test_only_system_admins_assign_roles():
    assigning = {tie for tie, rights in CAPABILITIES.items() if Capability.ASSIGN_ROLES in rights}

    assert assigning == {Role.SYSTEM_ADMIN}


@pytest.mark.rule("SHA-2", "SHA-4", "SHA-11")
def test_no_grant_passes_access_on_nor_shows_a_bill():
    granted = frozenset().union(*(CAPABILITIES[resource] for resource in Resource))

    assert not granted & {
        Capability.EXPORT_DATA,
        Capability.GRANT_ACCESS,
        Capability.SEE_BILLING,
        Capability.ASSIGN_ROLES,
        Capability.MANAGE_MEMBERS,
    }


@pytest.mark.rule("ROLE-2")
def test_support_manages_neither_users_nor_licences_nor_roles():
    assert not CAPABILITIES[Role.SUPPORT_ADMIN] & {
        Capability.ASSIGN_ROLES,
        Capability.MANAGE_MEMBERS,
        Capability.GRANT_ACCESS,
        Capability.SEE_BILLING,
    }
