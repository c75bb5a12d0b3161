"""Who left the company loses the grants that they hold from the organization."""

from django.db import transaction

from orgs.models import Organization, User
from sharedaccess.actions.base import revoke
from sharedaccess.models import Grant


@transaction.atomic
def revoke_all(*, user: User, organization: Organization, by: User | None) -> None:
    """Behind the organization's lock; cloud-sourced ones too, since the person is gone."""
    grants = Grant.objects.standing().filter(grantee=user, organization=organization)
    rows = grants.select_related("grantee").select_for_update(of=("self",))
    for grant in rows.order_by("pk"):
        grant.organization = organization
        revoke(grant, by=by)
