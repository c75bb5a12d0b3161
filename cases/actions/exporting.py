"""Takes note of what leaves the house as a file (LIST-5)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from orgs.models import User
from portal import audit
from portal.problems import TooMany
from portal.throttling import spend

LIMIT, WINDOW = 10, 600
"""Exports of one person, and in how many seconds."""


def demand_export(*, user: User) -> None:
    """Raises TooMany."""
    if wait := spend("export", user.pk, limit=LIMIT, window=WINDOW):
        raise TooMany(_("You have exported often in a short time. Wait some minutes."), wait=wait)


@transaction.atomic
def record_export(*, user: User, numbers: Mapping[int | None, int], query: str, kind: str) -> None:
    """Put on record, in each organization, who takes how many of its cases, by which filters.

    In the order of all who write into several logs: by primary key.
    """
    for organization, number in sorted(numbers.items(), key=lambda each: each[0] or 0):
        audit.record(
            actor=user,
            verb="cases.exported",
            target=kind.upper(),
            organization_id=organization,
            after={"query": query, "format": kind, "cases": number},
        )
