"""Writes down who signed in, in the log of each organization that the person belongs to."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from orgs.models import Organization, User
from portal import audit


def note_sign_in(*, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Receives allauth's `user_logged_in`."""
    tied = Q(memberships__user=user) | Q(account__user=user)
    organizations = Organization.objects.filter(tied).order_by("pk").distinct()
    methods = request.session.get("account_authentication_methods", [])
    how = sorted({one["method"] for one in methods})
    pks: list[int | None] = list(organizations.values_list("pk", flat=True))
    for pk in pks or [None]:
        audit.record(
            actor=user,
            verb="sign_in.succeeded",
            target=user.email,
            organization_id=pk,
            after={"methods": how},
        )
