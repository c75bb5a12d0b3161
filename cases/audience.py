"""Who can see a case, and for what reason (CASE-7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext_lazy

from cases.models import Case
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
TIES = ("is_owner", "is_support_admin", "is_teams_admin", "is_grantee")
"""What opens every case of the organization, by the marks that `with_ties` sets."""


@dataclass(frozen=True)
class Reader:
    """A person who can see the case, with the reason in words; who `hears` gets its mails."""

    user: User
    reason: str
    hears: bool = False
    watches: bool = False


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
    watching = Q(pk__in=[person.pk for person in watchers])
    return _readers(organization, product, requester, watching)


def who_sees_case(case: Case) -> list[Reader]:
    """`who_sees` for a case that exists; select `organization`, `product`, `requester` along."""
    watching = Q(Exists(case.watchers.filter(user=OuterRef("pk"))))
    return _readers(case.organization, case.product, case.requester, watching)


def who_hears(case: Case) -> list[Reader]:
    """The requester and the watchers, as far as they can still see the case (NOTE-2)."""
    return [reader for reader in who_sees_case(case) if reader.hears]


def _readers(
    organization: Organization, product: Product, requester: User | None, watching: Q
) -> list[Reader]:
    requesting = Q(pk=requester.pk) if requester else Q(pk=None)
    people = with_ties(people_with_a_tie(organization), organization, product).annotate(
        is_requester=ExpressionWrapper(requesting, BooleanField()),
        is_watcher=ExpressionWrapper(watching, BooleanField()),
    )
    opened = Q(*((tie, True) for tie in TIES), _connector=Q.OR)
    followed = Q(is_member=True) & (Q(is_requester=True) | Q(is_watcher=True))
    found = people.filter(opened | followed).order_by("first_name", "last_name", "pk")
    return [_reader(person) for person in found]


def _reader(person: User) -> Reader:
    """With all the reasons, such as “requester, support admin”."""
    holds = [mark for mark in REASONS if getattr(person, mark)]
    return Reader(
        person,
        reason=", ".join(str(REASONS[mark]) for mark in holds),
        hears="is_requester" in holds or "is_watcher" in holds,
        watches="is_watcher" in holds,
    )
