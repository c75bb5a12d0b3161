"""Who follows a case: as its requester, as a watcher, or by a standing watch (CASE-3)."""

from enum import StrEnum, auto
from typing import Any

from django.db.models import Q, QuerySet, Value

from cases.models import Case, StandingWatch
from orgs.models import User
from sharedaccess.doors import with_ties

TIES = frozenset({"is_owner", "is_support_admin", "is_teams_admin", "is_grantee"})
"""What opens every case of the organization, by the marks that `with_ties` sets."""

OPENED = Q(*((tie, True) for tie in TIES), _connector=Q.OR)

MUTED = "muted"


class Relation(StrEnum):
    """The strongest first: who submitted a case hears of it whatever they watch or mute."""

    REQUESTER = auto()
    WATCHER = auto()
    STANDING = auto()


def followers(case: Case) -> dict[int, Relation]:
    """Who hears of the case as of now, by primary key, with the strongest relation; one query.

    Standing watches count as long as their people see the case by right. Who muted it is out.
    Select `organization` and `product` along.
    """
    marks = set(_marks(case))
    found = {person: Relation.STANDING for person, mark in marks if mark == Relation.STANDING}
    found |= {person: Relation.WATCHER for person, mark in marks if mark == Relation.WATCHER}
    heard = {pk: why for pk, why in found.items() if (pk, MUTED) not in marks}
    return heard | {case.requester_id: Relation.REQUESTER}


def standing_watchers(case: Case) -> QuerySet[User]:
    """Whom a standing watch tells of the case: with a right to see it as of now."""
    watching = StandingWatch.objects.on(case).values("user")
    people = User.objects.filter(pk__in=watching, is_active=True)
    return with_ties(people, case.organization, case.product).filter(OPENED)


def _marks(case: Case) -> QuerySet[Any, tuple[int, str]]:
    standing = standing_watchers(case).order_by().values_list("pk", Value(str(Relation.STANDING)))
    watchers = case.watchers.values_list("user", Value(str(Relation.WATCHER)))
    return standing.union(watchers, case.mutes.values_list("user", Value(MUTED)))
