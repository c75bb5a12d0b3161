"""Who can see a case, and for what reason (CASE-7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext_lazy

from cases.following import OPENED, TIES
from cases.models import Case, CaseMute, Priority, StandingWatch
from orgs.models import Organization, Product, User
from sharedaccess.doors import people_with_a_tie, with_ties

REASONS = {
    "is_requester": gettext_lazy("requester"),
    "is_owner": gettext_lazy("account owner"),
    "is_support_admin": gettext_lazy("support admin"),
    "is_teams_admin": gettext_lazy("system admin"),
    "is_grantee": gettext_lazy("shared access"),
    "is_watcher": gettext_lazy("watcher"),
}


@dataclass(frozen=True)
class Reader:
    """A person who can see the case, with the reason in words; who `hears` gets its mails."""

    user: User
    reason: str
    hears: bool = False
    watches: bool = False
    watches_all: bool = False
    """By a standing watch."""
    is_requester: bool = False
    is_muted: bool = False

    @property
    def may_choose(self) -> bool:
        """Whether there is a mail to speak of: to mute, to hear again, or never to turn off."""
        return self.is_requester or self.watches or self.watches_all or self.is_muted


def who_sees(
    organization: Organization,
    product: Product,
    *,
    priority: int = Priority.P4,
    requester: User | None = None,
    watchers: Iterable[User] = (),
) -> list[Reader]:
    """Exactly the customer's people who can see such a new case, each once, by name; one query.

    The same as asking `Case.objects.visible_to` for everybody. The requester and the watchers
    see it by that alone only as members.
    """
    case = Case(organization=organization, product=product, priority=priority, requester=requester)
    watching = Q(pk__in=[person.pk for person in watchers])
    return _readers(case, watching)


def who_sees_case(case: Case) -> list[Reader]:
    """`who_sees` for a case that exists; select `organization`, `product`, `requester` along."""
    return _readers(case, Q(Exists(case.watchers.filter(user=OuterRef("pk")))))


class Change(NamedTuple):
    """Who gains and who loses sight when a case moves, and who keeps it."""

    gains: list[Reader]
    loses: list[Reader]
    keeps: list[Reader]


def change(before: Iterable[Reader], after: Iterable[Reader]) -> Change:
    """With the reasons of the side on which each person sees it; of the new one for both."""
    old, new = ({reader.user.pk: reader for reader in side} for side in (before, after))
    return Change(
        gains=[reader for pk, reader in new.items() if pk not in old],
        loses=[reader for pk, reader in old.items() if pk not in new],
        keeps=[reader for pk, reader in new.items() if pk in old],
    )


def who_hears(case: Case) -> list[Reader]:
    """The requester and the watchers, as far as they can still see the case (NOTE-2)."""
    return [reader for reader in who_sees_case(case) if reader.hears]


def _readers(case: Case, watching: Q) -> list[Reader]:
    standing = StandingWatch.objects.on(case).filter(user=OuterRef("pk"))
    muted = CaseMute.objects.filter(case=case.pk, user=OuterRef("pk"))
    everybody = people_with_a_tie(case.organization)
    people = with_ties(everybody, case.organization, case.product).annotate(
        is_requester=_mark(Q(pk=case.requester_id)),
        is_watcher=_mark(watching),
        is_standing=Exists(standing),
        is_muted=Exists(muted),
    )
    followed = Q(is_member=True) & (Q(is_requester=True) | Q(is_watcher=True))
    found = people.filter(OPENED | followed).order_by("first_name", "last_name", "pk")
    return [_reader(person) for person in found]


def _mark(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, BooleanField())


def _reader(person: Any) -> Reader:
    """With all the reasons, such as “requester, support admin”."""
    holds = [mark for mark in REASONS if getattr(person, mark)]
    by_right = not TIES.isdisjoint(holds)
    watches_all = by_right and person.is_standing
    follows = person.is_watcher or watches_all
    return Reader(
        person,
        reason=", ".join(str(REASONS[mark]) for mark in holds),
        hears=person.is_requester or (follows and not person.is_muted),
        watches=person.is_watcher,
        watches_all=watches_all,
        is_requester=person.is_requester,
        is_muted=person.is_muted,
    )
