"""Writes down who signed in, and who tried, in the log of each organization of the person."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from orgs.models import Organization, User
from portal import audit
from portal.models import AuditEntry
from portal.nudges import nudge

EACH = timedelta(minutes=10)
"""One line for each person in so long, however many try."""

COUNTED_FOR = 86_400


def note_sign_in(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Receives allauth's `user_logged_in`."""
    methods = request.session.get("account_authentication_methods", [])
    how = sorted({one["method"] for one in methods})
    for pk in _organizations(user):
        audit.record(
            actor=user,
            verb="sign_in.succeeded",
            target=user.email,
            organization_id=pk,
            after={"methods": how},
        )


def note_failure(*, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Receives Django's `user_login_failed`. A worker does the rest, whether the address has an
    account or not: the time tells nothing (ID-2)."""
    email = str(credentials.get("email") or credentials.get("username") or "")
    found = User.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
    nudge("orgs.tasks.note_failed_sign_in", found or 0, audit.address.get())


@transaction.atomic
def record_failure(pk: int) -> None:
    """Counts, and writes the number down where no line is young. By nobody: who tried is unknown.

    Without Redis the number is that of the last try only.
    """
    user = User.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if user is None:
        return
    key = f"failed-sign-ins:{pk}"
    cache.add(key, 0, timeout=COUNTED_FOR)
    tries = _counted(key)
    organizations = _organizations(user)
    young = AuditEntry.objects.filter(
        organization_id=organizations[0], at__gt=timezone.now() - EACH
    )
    if young.filter(verb="sign_in.failed", target=user.email).exists():
        return
    cache.delete(key)
    for organization in organizations:
        audit.record(
            actor=None,
            verb="sign_in.failed",
            target=user.email,
            organization_id=organization,
            after={"tries": tries},
        )


def _counted(key: str) -> int:
    try:
        return cache.incr(key) or 1
    except ValueError:  # nothing counts without Redis
        return 1


def _organizations(user: User) -> list[int | None]:
    """In the order of all who write into several logs; None is the vendor's own."""
    tied = Q(memberships__user=user) | Q(account__user=user)
    rows = Organization.objects.filter(tied).order_by("pk").distinct()
    found: list[int | None] = list(rows.values_list("pk", flat=True))
    return found or [None]
