"""What the filters of a list offer a person: only what the visible cases hold."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim

from cases.models import Case, LegacyCase, SavedView
from cases.models.wall import CaseQuerySet
from orgs.actor import Actor
from orgs.models import Product, Project, ProjectMembership, User
from orgs.roles import Capability

MOST_REQUESTERS = 100
"""More are not listed but typed, as e-mail addresses."""

TEXT = CharField()
FULL_NAME = Trim(Concat("first_name", Value(" "), "last_name"))
NAME = Coalesce(NullIf(FULL_NAME, Value("")), F("email"), output_field=TEXT)


class Choice(NamedTuple):
    """A value in the address, its words, and for people what is typed to choose them."""

    value: str
    label: str
    typed: str = ""


@dataclass(frozen=True)
class Offer:
    cases: CaseQuerySet
    """All that the person sees."""
    products: list[Choice] = field(default_factory=list)
    requesters: list[Choice] = field(default_factory=list)
    projects: list[Choice] = field(default_factory=list)
    views: list[Choice] = field(default_factory=list)
    organizations: list[Choice] = field(default_factory=list)
    has_legacy: bool = False
    """Whether there are historical cases to see too."""

    @property
    def has_many_requesters(self) -> bool:
        return len(self.requesters) > MOST_REQUESTERS

    def find_requester(self, text: str) -> Choice | None:
        """By value or, however it is typed, by e-mail address; one of the visible cases only."""
        wanted = text.strip().casefold()
        listed = (one for one in self.requesters if wanted in (one.value, one.typed.casefold()))
        return next(listed, None) or (self._look_up(wanted) if self.has_many_requesters else None)

    def _look_up(self, text: str) -> Choice | None:
        people = _requesters(self.cases)
        by = {"pk": int(text)} if text.isdecimal() and len(text) < 19 else {"email__iexact": text}
        return next((Choice(*choice) for _kind, *choice in people.filter(**by)[:1]), None)


def offered_to(actor: Actor) -> Offer:
    """In the list of one organization, with the views saved for it; one query."""
    views = _as_choices(SavedView.objects.of(actor), "view", F("query"), F("name"))
    legacy = _as_choices(LegacyCase.objects.visible_to(actor), "legacy", Value(""), Value(""))
    cases = Case.objects.visible_to(actor)
    return _offer(cases, views, legacy[:1], _projects(actor, cases))


def offered_anywhere(actors: Iterable[Actor]) -> Offer:
    """In the list over all organizations; one query."""
    listing = [actor for actor in actors if sees_list(actor)]
    organizations = [Choice(one.organization.slug, str(one.organization)) for one in listing]
    return replace(_offer(Case.objects.visible_to_any(listing)), organizations=organizations)


def sees_list(actor: Actor) -> bool:
    return actor.can(Capability.VIEW_ORG_CASES, Capability.FOLLOW_CASES)


def _offer(cases: CaseQuerySet, *more: QuerySet[Any, Any]) -> Offer:
    products = Product.objects.filter(pk__in=cases.values("product"))
    rows = _as_choices(products, "product", Cast("pk", TEXT), F("name")).union(
        _requesters(cases)[: MOST_REQUESTERS + 1], *more, all=True
    )
    found: defaultdict[str, list[Choice]] = defaultdict(list)
    for kind, *choice in rows:
        found[kind].append(Choice(*choice))
    for choices in found.values():
        choices.sort(key=lambda choice: choice.label.casefold())
    return Offer(
        cases,
        products=found["product"],
        requesters=found["requester"],
        projects=found["project"],
        views=found["view"],
        has_legacy=bool(found["legacy"]),
    )


def _projects(actor: Actor, cases: CaseQuerySet) -> QuerySet[Any, Any]:
    """Those with visible cases, and those whose consoles the person opens (ACCT-3)."""
    projects = Project.objects.filter(organization=actor.organization)
    if not actor.can(Capability.SEE_PROJECTS):
        joined = ProjectMembership.objects.active().filter(user=actor.user)
        mine = Q(pk__in=joined.values("project"))
        projects = projects.filter(mine | Q(pk__in=cases.values("project")))
    label = Concat("name", Value(" · "), "identifier")
    return _as_choices(projects, "project", Cast("pk", TEXT), label)


def _requesters(cases: CaseQuerySet) -> QuerySet[Any, Any]:
    people = User.objects.filter(pk__in=cases.values("requester"))
    return _as_choices(people, "requester", Cast("pk", TEXT), NAME, Cast("email", TEXT))


def _as_choices(
    rows: Any, kind: str, value: Any, label: Any, typed: Any = None
) -> QuerySet[Any, Any]:
    columns = {"kind": Value(kind), "value": value, "label": label, "typed": typed or Value("")}
    return rows.order_by().annotate(**columns).values_list(*columns)
