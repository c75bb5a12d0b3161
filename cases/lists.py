"""What a list of cases can be narrowed to and sorted by (LIST-1 to LIST-4)."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.lifecycle import ENDED, OPEN, WAITING_FOR_CUSTOMER, Status
from cases.models import Case, Comment
from cases.models.case import NEVER
from cases.models.comment import CommentQuerySet
from cases.models.wall import BREACHED, CaseQuerySet
from cases.search import among, best_among, relevance
from orgs.actor import Actor
from orgs.models import User
from portal.keyset import Key

PAGE_SIZE = 25
DEFAULT_SORT = "-activity"

COLUMNS = {
    "opened": F("opened_at"),
    "closed": Coalesce("closed_at", Value(NEVER)),
    "activity": F("last_activity_at"),
    "priority": F("priority"),
}
SORTS = [sign + name for name in COLUMNS for sign in ("-", "")]
BEST_FIRST = "relevance"
"""The sort of a search, unless another is asked for."""

STATUSES: dict[str, frozenset[Status]] = {
    "open": OPEN,
    "waiting": WAITING_FOR_CUSTOMER,
    "ended": ENDED,
    **{status.value: frozenset({status}) for status in Status},
}
"""What the filter `status` means."""

PERIODS = (3, 6, 12, 18, 24)
"""Months back from now."""

SCOPES: dict[str, Callable[[User], Q]] = {
    "mine": lambda user: Q(requester=user),
    "org": lambda user: Q(),
    "watched": lambda user: Q(pk__in=user.watches.values("case")),
}


def _of(requester: str) -> Q:
    """By primary key, as pages ask, or by e-mail address, as programs do."""
    if requester.isdecimal():
        return Q(requester=int(requester))
    return Q(requester__email__iexact=requester)


FILTERS: dict[str, Callable[[str], Q]] = {
    "status": lambda value: Q(status__in=STATUSES[value]),
    "product": lambda value: Q(product=int(value)),
    "project": lambda value: Q(project=int(value)),
    "priority": lambda value: Q(priority=int(value)),
    "requester": _of,
    "period": lambda value: Q(opened_at__gte=months_before(timezone.now(), int(value))),
    "response": lambda value: BREACHED,
    "escalated": lambda value: Q(escalated_at__isnull=False),
    "organization": lambda value: Q(organization__slug=value),
}
"""What each filter means, for a value that is known."""

SHOWN = [
    *("title", "status", "priority", "opened_at", "closed_at", "last_activity_at"),
    *("first_response_due_at", "first_responded_at", "escalated_at"),
    *("product__name", "requester__first_name", "requester__last_name", "requester__email"),
    "requester__anonymized_at",
]


def sorted_by(sort: str, text: str = "") -> Key:
    """The key of one of `SORTS`, or of `BEST_FIRST` for a text that is searched."""
    if sort == BEST_FIRST:
        return Key(relevance(text), read=int, write=int)
    name, falls = sort.removeprefix("-"), sort.startswith("-")
    if name == "priority":
        return Key(COLUMNS[name], falls, read=int, write=int)
    return Key(COLUMNS[name], falls)


def cases_for(actor: Actor, wanted: Mapping[str, str]) -> CaseQuerySet:
    """The visible cases, narrowed by what is wanted of scope, filters and words."""
    comments = Comment.objects.filter(case__organization=actor.organization)
    return _narrowed(Case.objects.visible_to(actor), comments, actor.user, wanted)


def cases_anywhere(user: User, actors: Iterable[Actor], wanted: Mapping[str, str]) -> CaseQuerySet:
    """The same over all organizations, for a user who is each of these actors."""
    actors = list(actors)
    comments = Comment.objects.filter(
        case__organization__in=[actor.organization.pk for actor in actors]
    )
    cases = _narrowed(Case.objects.visible_to_any(actors), comments, user, wanted)
    return cases.select_related("organization", "product", "requester").only(
        *SHOWN, "organization__name", "organization__product_line", "organization__slug"
    )


def condition(user: User, wanted: Mapping[str, str]) -> Q:
    """What is wanted of scope and filters, for whoever lists or counts."""
    means = (FILTERS[name](wanted[name]) for name in FILTERS if wanted.get(name))
    return Q(SCOPES[wanted["scope"]](user), *means)


def months_before(moment: datetime, number: int) -> datetime:
    """The same day and hour so many months ago, or the last day of that month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - number, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _narrowed(
    cases: CaseQuerySet, comments: CommentQuerySet, user: User, wanted: Mapping[str, str]
) -> CaseQuerySet:
    cases = cases.filter(condition(user, wanted))
    if wanted["q"]:
        search = best_among if wanted.get("sort") == BEST_FIRST else among
        cases = search(cases, comments, wanted["q"])
    return cases.select_related("product", "requester").only(*SHOWN)
