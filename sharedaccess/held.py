"""What of this floor an organization owns: the grants, with those that ended."""

from orgs.holdings import Lister, Rows, full_name, person
from orgs.models import Organization
from sharedaccess.models import Grant


def _grants(organization: Organization) -> Rows:
    return (
        Grant.objects.filter(organization=organization)
        .order_by("pk")
        .values(
            *("share_name", "resources", "source", "granted_at", "changed_at"),
            *("last_used_at", "expires_at", "revoked_at"),
            **person("name", "grantee"),
            **full_name("by", "granted_by"),
        )
    )


ROWS: dict[str, Lister] = {"grants": _grants}
