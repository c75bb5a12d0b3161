"""What this floor erases of a person: the grants that they held."""

from orgs import endings
from orgs.models import Organization
from portal.erasure import Erased


def erase(person: Erased) -> None:
    """Each is revoked with all that hung on it; the rows, with their names, go after that."""
    rows = Organization.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    granting = person.user.grants_held.standing().values("organization")
    for organization in rows.select_related("account").filter(pk__in=granting):
        endings.depart(user=person.user, organization=organization, by=person.by)
