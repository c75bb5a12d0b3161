"""The nouns of people and rights."""

from orgs.models.assets import Download, Invoice, ScanReport
from orgs.models.calendar import BusinessCalendar, Holiday, OpeningHours
from orgs.models.data_export import DataExport
from orgs.models.entitlement import Entitlement
from orgs.models.federation import EmailDomain, IdentityProvider
from orgs.models.invitation import Invitation
from orgs.models.membership import Membership, RoleAssignment
from orgs.models.organization import (
    Organization,
    ProductAccount,
    Project,
    ProjectMembership,
    Region,
)
from orgs.models.plan import Coverage, ResponseTarget, SupportPlan
from orgs.models.preference import Delivery, NotificationPreference, Topic
from orgs.models.product import Product, ProductFamily, ProductField, SupportTeam
from orgs.models.provisioning import ScimIdentity, ScimToken
from orgs.models.token import ApiToken
from orgs.models.user import User

__all__ = [
    "ApiToken",
    "BusinessCalendar",
    "Coverage",
    "DataExport",
    "Delivery",
    "Download",
    "EmailDomain",
    "Entitlement",
    "Holiday",
    "IdentityProvider",
    "Invitation",
    "Invoice",
    "Membership",
    "NotificationPreference",
    "OpeningHours",
    "Organization",
    "Product",
    "ProductAccount",
    "ProductFamily",
    "ProductField",
    "Project",
    "ProjectMembership",
    "Region",
    "ResponseTarget",
    "RoleAssignment",
    "ScanReport",
    "ScimIdentity",
    "ScimToken",
    "SupportPlan",
    "SupportTeam",
    "Topic",
    "User",
]
