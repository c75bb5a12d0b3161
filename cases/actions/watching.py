"""Who gets the notifications of a case."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.base import lock, record
from cases.models import Case, EventKind, Watcher
from cases.models.watcher import MAX_WATCHERS
from orgs.actor import Actor
from orgs.models import Organization, User
from portal.problems import Unprocessable
from sharedaccess.doors import people_with_a_tie

NOT_OF_THE_ORGANIZATION = "not-of-the-organization"


@transaction.atomic
def watch(*, actor: Actor, case: Case, email: str) -> Watcher:
    """Add a watcher by address (CASE-3). Who watches already stays; the requester collapses.

    Raises NotAllowed, or Unprocessable for strangers and for the eleventh.
    """
    case = lock(actor, case)
    policy.demand_watchers(actor, case)
    person = find_person(case.organization, email)
    existing = Watcher.objects.filter(case=case, user=person).first()
    if existing:
        return existing
    if (
        person.pk != case.requester_id
        and case.watchers.exclude(user=case.requester_id).count() >= MAX_WATCHERS
    ):
        raise Unprocessable(_("A case has ten watchers at most."), code="too-many-watchers")
    watcher = Watcher.objects.create(case=case, user=person, added_by=actor.user)
    record(actor, case, EventKind.WATCHER_ADDED, user=person.pk)
    return watcher


@transaction.atomic
def unwatch(*, actor: Actor, case: Case, watcher: Watcher) -> None:
    """Remove a watcher; oneself without any right but to see the case (matrix, note 2)."""
    case = lock(actor, case)
    if watcher.user_id != actor.user.pk:
        policy.demand_watchers(actor, case)
    deleted, _rows = Watcher.objects.filter(pk=watcher.pk, case=case).delete()
    if deleted:
        record(actor, case, EventKind.WATCHER_REMOVED, user=watcher.user_id)


def find_person(organization: Organization, email: str) -> User:
    """Somebody with a tie to the organization: member, owner or grantee with `support`.

    Raises Unprocessable with the same words whether the address has an account or not (WIZ-3).
    """
    person = people_with_a_tie(organization).filter(email__iexact=email.strip()).first()
    if person is None:
        raise Unprocessable(
            _("%(email)s does not belong to %(organization)s: ask a system admin to invite them.")
            % {"email": email.strip(), "organization": organization},
            code=NOT_OF_THE_ORGANIZATION,
        )
    return person
