"""Who can see a case, and for what reason (CASE-7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from orgs.models import Organization, Product, User
from sharedaccess.doors import people_with_a_tie, with_ties

TIES = {
    "is_owner": gettext_lazy("account owner"),
    "is_support_admin": gettext_lazy("support admin"),
    "is_teams_admin": gettext_lazy("system admin"),
    "is_grantee": gettext_lazy("shared access"),
}
"""What opens every case of the organization, by the mark that `with_ties` sets."""


@dataclass(frozen=True)
class Reader:
    """A person who can see the case, with the reason in words; who `hears` gets its mails."""

    user: User
    reason: str
    hears: bool = False


def who_sees(
    organization: Organization,
    product: Product,
    *,
    requester: User | None = None,
    watchers: Iterable[User] = (),
) -> list[Reader]:
    """Exactly the customer's people who can see such a case, each once, by name; one query.

    The same as asking `Case.objects.visible_to` for everybody. The requester and the watchers
    see it by that alone only as members.
    """
    watching = {person.pk for person in watchers}
    requesting = requester.pk if requester else None
    opened = Q(*((tie, True) for tie in TIES), _connector=Q.OR)
    followed = Q(is_member=True, pk__in=watching | {requesting})
    people = with_ties(people_with_a_tie(organization), organization, product)
    return [
        Reader(person, _reason(person, requesting, watching), person.pk in {requesting, *watching})
        for person in people.filter(opened | followed).order_by("first_name", "last_name", "pk")
    ]


def who_sees_case(case: Case) -> list[Reader]:
    """`who_sees` for a case that exists; select `organization`, `product`, `requester` along."""
    watchers = [watcher.user for watcher in case.watchers.select_related("user")]
    return who_sees(case.organization, case.product, requester=case.requester, watchers=watchers)


def who_hears(case: Case) -> list[Reader]:
    """The requester and the watchers, as far as they can still see the case (NOTE-2)."""
    return [reader for reader in who_sees_case(case) if reader.hears]


def _reason(person: User, requesting: int | None, watching: set[int]) -> str:
    """All the reasons, such as “requester, support admin”."""
    reasons = [_("requester")] if person.pk == requesting else []
    reasons += [str(words) for tie, words in TIES.items() if getattr(person, tie)]
    reasons += [_("watcher")] if person.pk in watching else []
    return ", ".join(reasons)
