"""What is left to do when a grant expires: the rights ended by themselves (SHA-10)."""

from django.db import transaction
from django.utils import timezone

from orgs.models import Organization
from sharedaccess.actions.base import end_what_hung_on, picture, record
from sharedaccess.models import Grant


@transaction.atomic
def end_expired_grant(*, grant: Grant) -> None:
    """End what hung on an expired grant, once."""
    organizations = Organization.objects.select_for_update(no_key=True)
    organization = organizations.get(pk=grant.organization_id)
    overdue = Grant.objects.overdue().select_related("grantee").select_for_update(of=("self",))
    if (found := overdue.filter(pk=grant.pk).first()) is None:
        return
    found.organization, found.ended_at = organization, timezone.now()
    found.save(update_fields=["ended_at"])
    record(None, "grant.expired", found, before=picture(found))
    end_what_hung_on(found)
