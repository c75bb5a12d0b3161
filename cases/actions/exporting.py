"""Takes note of what leaves the house as a file (LIST-5)."""

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from cases.models.wall import CaseQuerySet
from orgs.models import Organization, User
from portal import audit
from portal.problems import TooMany
from portal.throttling import spend

LIMIT, WINDOW = 10, 600
"""Exports of one person, and in how many seconds."""


@transaction.atomic
def record_export(
    *, user: User, organization: Organization | None, cases: CaseQuerySet, query: str, kind: str
) -> None:
    """Put on record, in each organization that cases are of, who takes how many, by which filters.

    Without an organization it is an export over all of the user's. Raises TooMany.
    """
    if wait := spend("export", user.pk, limit=LIMIT, window=WINDOW):
        raise TooMany(_("You have exported often in a short time. Wait some minutes."), wait=wait)
    rows = cases.order_by("organization").values_list("organization").annotate(Count("pk"))
    for pk, number in list(rows) or [(organization and organization.pk, 0)]:
        audit.record(
            actor=user,
            verb="cases.exported",
            target=f"{number} cases",
            organization_id=pk,
            after={"query": query, "format": kind, "cases": number},
        )
