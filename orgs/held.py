"""What of this floor an organization owns, by noun; never a secret, never a digest of one."""

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q

from orgs.holdings import Kept, Lister, Rows, full_name, kept, person
from orgs.models import (
    Download,
    EmailDomain,
    Entitlement,
    IdentityProvider,
    Invitation,
    Invoice,
    Membership,
    Organization,
    Project,
    ProjectMembership,
    RoleAssignment,
    ScanReport,
    ScimIdentity,
    ScimToken,
)
from orgs.trail import records
from portal.models import AuditEntry

PRODUCT: dict[str, Any] = {"product_name": F("product__name")}
PRODUCTS: dict[str, Any] = {
    "product_names": ArrayAgg("products__name", filter=Q(products__isnull=False), default=[])
}
PROVIDER: dict[str, Any] = {
    "server_url": F("app__settings__server_url"),
    "client": F("app__client_id"),
    "idp": F("app__settings__idp"),
}
"""What stands in the form, without the client's secret."""


def _organizations(organization: Organization) -> Any:
    return Organization.objects.filter(pk=organization.pk)


def _audit(organization: Organization) -> Rows:
    """As its page exports it."""
    return records(AuditEntry.objects.filter(organization_id=organization.pk))


def _of(model: Any, path: str = "organization") -> Any:
    return lambda organization: model.objects.filter(**{path: organization})


def _listed(rows: Any, *columns: str, order: str = "pk", **named: Any) -> Lister:
    """The columns by their names, and others by the names that they get here."""
    return lambda organization: rows(organization).order_by(order).values(*columns, **named)


ROWS: dict[str, Lister] = {
    "organization": _listed(
        _organizations,
        *("name", "product_line", "slug", "region", "is_partner", "is_teams", "created_at"),
        account_number=F("account__number"),
        account_email=F("account__email"),
        plan_name=F("plan__name"),
        **person("owner", "account__user"),
    ),
    "members": _listed(
        _of(Membership), "created_at", phone=F("user__phone"), **person("name", "user")
    ),
    "roles": _listed(
        _of(RoleAssignment, "membership__organization"),
        *("role", "all_products", "assigned_at"),
        **person("name", "membership__user"),
        **full_name("given_by", "assigned_by"),
        **PRODUCTS,
    ),
    "invitations": _listed(
        _of(Invitation),
        *("id", "email", "language", "roles", "created_at", "sent_at", "expires_at"),
        *("accepted_at", "revoked_at"),
        order="created_at",
        **full_name("by", "invited_by"),
    ),
    "entitlements": _listed(_of(Entitlement), "starts_on", "ends_on", "suspended_for", **PRODUCT),
    "projects": _listed(_of(Project), "identifier", "name", **PRODUCT),
    "project_members": _listed(
        _of(ProjectMembership, "project__organization"),
        *("state", "resources"),
        project_identifier=F("project__identifier"),
        **person("name", "user"),
    ),
    "invoices": _listed(
        _of(Invoice),
        *("number", "issued_on", "due_on", "amount", "currency", "paid_on", "is_void"),
        **PRODUCTS,
    ),
    "downloads": _listed(
        _of(Download), "id", "name", "version", "released_on", order="released_on", **PRODUCT
    ),
    "scan_reports": _listed(
        _of(ScanReport),
        *("id", "name", "target", "scanned_on", "high", "medium", "low"),
        order="scanned_on",
        project_identifier=F("project__identifier"),
    ),
    "email_domains": _listed(_of(EmailDomain), "name", "created_at", "proved_at"),
    "identity_provider": _listed(_of(IdentityProvider), "kind", "is_active", **PROVIDER),
    "directory_tokens": _listed(_of(ScimToken), "name", "created_at", "expires_at", "last_used_at"),
    "directory_entries": _listed(
        _of(ScimIdentity),
        *("id", "external_id", "created_at", "changed_at"),
        order="created_at",
        **person("name", "user"),
    ),
    "audit": _audit,
}


def files(organization: Organization) -> Iterator[Kept]:
    for folder, model in (("downloads", Download), ("scan_reports", ScanReport)):
        rows = model._default_manager.filter(organization=organization).order_by("pk")
        yield from (kept(folder, row) for row in rows.iterator())
