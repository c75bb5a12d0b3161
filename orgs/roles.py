"""Which role may do what: the matrix of the specification, as a table without database or web."""

from enum import StrEnum, auto

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a system admin, or the vendor, can give to a member."""

    SYSTEM_ADMIN = "system_admin", _("System admin")
    SUPPORT_ADMIN = "support_admin", _("Support admin")
    PRODUCT_ADMIN = "product_admin", _("Product admin")
    PROFILE_ADMIN = "profile_admin", _("Product profile admin")
    GROUP_ADMIN = "group_admin", _("User group admin")
    DEPLOYMENT_ADMIN = "deployment_admin", _("Deployment admin")
    STORAGE_ADMIN = "storage_admin", _("Storage admin")


class Standing(StrEnum):
    """What nobody assigns: it follows from other facts."""

    MEMBER = auto()
    OWNER = auto()
    TEAMS_ADMIN = auto()
    """The system admin of a teams organization, which has no other role (ROLE-7)."""
    AGENT = auto()
    SUPPORT_MANAGER = auto()


class Resource(models.TextChoices):
    """What a shared access grant opens."""

    PRODUCTS = "products", _("Products and services")
    SUPPORT = "support", _("Support")
    DOWNLOADS = "downloads", _("Downloads")
    CLOUD_PROJECTS = "cloud_projects", _("Cloud projects")
    SECURITY_TOOL = "security_tool", _("Security tool")


class Capability(StrEnum):
    """One thing that a role allows."""

    VIEW_ORG_CASES = auto()
    FOLLOW_CASES = auto()
    """Read the cases that one submitted or watches, and nothing else."""
    OPEN_CASE = auto()
    WORK_CASE = auto()
    """Close, reopen, escalate, follow up, refile."""
    COMMENT = auto()
    MANAGE_WATCHERS = auto()
    ASSIGN_ROLES = auto()
    MANAGE_BRANCH = auto()
    """Give and take the roles of one's own branch, see `ASSIGNABLE` (ROLE-6)."""
    MANAGE_MEMBERS = auto()
    MANAGE_SIGN_IN = auto()
    GRANT_ACCESS = auto()
    SEE_AUDIT = auto()
    EXPORT_DATA = auto()
    """Take out all that the organization owns, its bills included: for the owner alone."""
    SEE_PRODUCTS = auto()
    SEE_BILLING = auto()
    SEE_DOWNLOADS = auto()
    SEE_PROJECTS = auto()
    RUN_SECURITY_TOOL = auto()
    WORK_QUEUE = auto()
    HANDLE_ESCALATIONS = auto()


C = Capability

SUPPORT = frozenset({C.VIEW_ORG_CASES, C.OPEN_CASE, C.WORK_CASE, C.COMMENT, C.MANAGE_WATCHERS})
"""The rights of a support admin, an owner, and a grantee with `support`."""

AGENT = frozenset({C.VIEW_ORG_CASES, C.COMMENT, C.MANAGE_WATCHERS, C.WORK_QUEUE})

NOTHING: frozenset[Capability] = frozenset()

CAPABILITIES: dict[Role | Standing | Resource, frozenset[Capability]] = {
    Role.SYSTEM_ADMIN: frozenset({C.ASSIGN_ROLES, C.MANAGE_MEMBERS, C.MANAGE_SIGN_IN, C.SEE_AUDIT}),
    Role.SUPPORT_ADMIN: SUPPORT,
    Role.PRODUCT_ADMIN: frozenset({C.MANAGE_BRANCH}),
    Role.PROFILE_ADMIN: NOTHING,
    Role.GROUP_ADMIN: NOTHING,
    Role.DEPLOYMENT_ADMIN: NOTHING,
    Role.STORAGE_ADMIN: NOTHING,
    Standing.MEMBER: frozenset({C.FOLLOW_CASES}),
    Standing.OWNER: SUPPORT
    | {
        C.GRANT_ACCESS,
        C.SEE_AUDIT,
        C.EXPORT_DATA,
        C.SEE_PRODUCTS,
        C.SEE_BILLING,
        C.SEE_DOWNLOADS,
        C.SEE_PROJECTS,
        C.RUN_SECURITY_TOOL,
    },
    Standing.TEAMS_ADMIN: SUPPORT,
    Standing.AGENT: AGENT,
    Standing.SUPPORT_MANAGER: AGENT | {C.HANDLE_ESCALATIONS},
    Resource.PRODUCTS: frozenset({C.SEE_PRODUCTS}),
    Resource.SUPPORT: SUPPORT,
    Resource.DOWNLOADS: frozenset({C.SEE_DOWNLOADS}),
    Resource.CLOUD_PROJECTS: frozenset({C.SEE_PROJECTS}),
    Resource.SECURITY_TOOL: frozenset({C.RUN_SECURITY_TOOL}),
}

ASSIGNABLE: dict[Role, frozenset[Role]] = {
    Role.SYSTEM_ADMIN: frozenset(Role),
    Role.PRODUCT_ADMIN: frozenset({Role.PRODUCT_ADMIN, Role.PROFILE_ADMIN}),
}
"""Who gives and takes which roles (ROLE-6); a product admin for the own products only."""

SCOPED = frozenset({Role.SUPPORT_ADMIN, Role.PRODUCT_ADMIN, Role.PROFILE_ADMIN})
"""Given for all products or for chosen ones (ROLE-5); the others are for the organization."""

TEAMS = frozenset({Role.SYSTEM_ADMIN})
"""All the roles of a teams organization (ROLE-7)."""

MEANINGS: dict[Role, Promise] = {
    Role.SYSTEM_ADMIN: _("Gives and removes all roles, invites and removes members."),
    Role.SUPPORT_ADMIN: _("Files support cases for the organization, and follows all of them."),
    Role.PRODUCT_ADMIN: _("Gives and removes the roles of admins for the same products."),
    Role.PROFILE_ADMIN: _("Looks after product profiles, without a part in support."),
    Role.GROUP_ADMIN: _("Looks after user groups, without a part in support."),
    Role.DEPLOYMENT_ADMIN: _("Looks after deployments, without a part in support."),
    Role.STORAGE_ADMIN: _("Looks after storage, without a part in support."),
}
"""What each is for, in a sentence."""
