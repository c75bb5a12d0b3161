"""Who gets the notifications of a case."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.base import demand_version, lock, record
from cases.models import Case, CaseMute, EventKind, Watcher
from cases.models.watcher import MAX_WATCHERS
from orgs.actor import Actor
from orgs.models import Organization, User
from portal.problems import Unprocessable
from sharedaccess.doors import find_actor, people_with_a_tie

NOT_OF_THE_ORGANIZATION = "not-of-the-organization"


@transaction.atomic
def watch(*, actor: Actor, case: Case, email: str, version: int | None = None) -> Watcher | None:
    """Add a watcher by address (CASE-3).

    Who watches already stays as they are. The requester collapses, that is None: they hear anyway.
    Raises NotAllowed, Conflict (not as of `version`), or Unprocessable for strangers and for the
    eleventh.
    """
    case = lock(actor, case)
    demand_version(case, version)
    policy.demand_watchers(actor, case)
    person = find_person(case.organization, email)
    if person.pk == case.requester_id:
        return None
    if existing := case.watchers.filter(user=person).first():
        return existing
    if case.watchers.count() >= MAX_WATCHERS:
        raise Unprocessable(_("A case has ten watchers at most."), code="too-many-watchers")
    watcher = Watcher.objects.create(case=case, user=person, added_by=actor.user)
    record(actor, case, EventKind.WATCHER_ADDED, data={"user": person.pk})
    return watcher


@transaction.atomic
def unwatch(*, actor: Actor, case: Case, watcher: Watcher, version: int | None = None) -> None:
    """Remove a watcher; oneself without any right but to see the case (matrix, note 2)."""
    case = lock(actor, case)
    demand_version(case, version)
    if watcher.user_id != actor.user.pk:
        policy.demand_watchers(actor, case)
    _remove(actor, case, watcher)


@transaction.atomic
def unsubscribe(*, watcher: Watcher) -> None:
    """The one click in a mail (NOTE-4): its token stands for the person.

    Not through the wall: the watch ends even for those who lost the case since. Who watches all
    new cases besides would go on hearing: for them the case is muted too.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=watcher.case_id)
    _remove(find_actor(watcher.user, case.organization), case, watcher)
    if watcher.user.standing_watches.on(case).exists():
        CaseMute.objects.get_or_create(case=case, user=watcher.user)


@transaction.atomic
def end_watches(*, user: User, organization: Organization) -> None:
    """End the watches of somebody who may not watch there any more, of single cases and of new
    ones; whoever has another tie that allows it keeps them."""
    if people_with_a_tie(organization).filter(pk=user.pk).exists():
        return
    user.standing_watches.filter(organization=organization).delete()
    watches = Watcher.objects.filter(user=user, case__organization=organization)
    keys = sorted(watches.values_list("case", flat=True))
    cases = Case.objects.select_for_update(of=("self",)).defer("search").order_by("pk")
    for case in cases.filter(pk__in=keys):
        for watcher in case.watchers.filter(user=user):
            _remove(None, case, watcher)


def find_person(organization: Organization, email: str) -> User:
    """Somebody with a tie to the organization: member, owner or grantee with `support`.

    Raises Unprocessable with the same words whether the address has an account or not (WIZ-3).
    """
    person = people_with_a_tie(organization).filter(email__iexact=email.strip()).first()
    if person is None:
        raise stranger(organization, email)
    return person


def stranger(organization: Organization, email: str) -> Unprocessable:
    """The refusal of anybody else, in words that do not tell whether there is an account."""
    words = _("%(email)s does not belong to %(organization)s: ask a system admin to invite them.")
    return Unprocessable(
        words % {"email": email.strip(), "organization": organization},
        code=NOT_OF_THE_ORGANIZATION,
    )


def _remove(actor: Actor | None, case: Case, watcher: Watcher) -> None:
    """Twice is once: only who was there leaves a trace."""
    deleted, _rows = case.watchers.filter(pk=watcher.pk).delete()
    if deleted:
        record(actor, case, EventKind.WATCHER_REMOVED, data={"user": watcher.user_id})
