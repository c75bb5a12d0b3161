"""Which doors were open to a person until not long ago (SHA-10, SHA-12)."""

from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from orgs.access import Lapse
from orgs.models import User
from sharedaccess.doors.organizations import organizations_open_to
from sharedaccess.models import Grant

TOLD_FOR = timedelta(days=30)
"""Afterwards the person is a stranger there, who is told nothing."""

MAX_TOLD = 3


def lapses_of(user: User) -> list[Lapse]:
    """What was shared with the user and opens nothing any more, the latest first."""
    rows = _lapsed(user).exclude(organization__in=organizations_open_to(user))
    return [_lapse(grant) for grant in rows[:MAX_TOLD]]


def find_lapse(user: User, slug: str) -> Lapse | None:
    """Likewise in the organization of that address; None for strangers, and where there never was
    such an organization."""
    grant = _lapsed(user).filter(organization__slug=slug).first()
    return _lapse(grant) if grant else None


def _lapsed(user: User) -> QuerySet[Grant]:
    recent = Q(("lapsed_at__gt", Now() - TOLD_FOR))
    rows = Grant.objects.filter(grantee=user).lapsed().filter(recent)
    return rows.select_related("organization__account").order_by(F("lapsed_at").desc(), "-pk")


def _lapse(grant: Grant) -> Lapse:
    return Lapse(grant.organization, grant.why, grant.lapsed_at)  # type: ignore[attr-defined]
