"""A list of cases as somebody asked for it; the pages and the exports show the same one."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.filters import CaseFilters
from cases.lists import BEST_FIRST, PAGE_SIZE, cases_anywhere, cases_for, sorted_by
from cases.models import Case
from cases.models.wall import CaseQuerySet
from cases.offers import offered_anywhere, offered_to, sees_list
from cases.search import MOST_RANKED
from orgs.actor import Actor
from orgs.models import User
from portal.keyset import Key, Page, turn_to
from sharedaccess.doors import actors_of

EVERYTHING = {"scope": "org", "q": ""}


@dataclass(frozen=True)
class Listing:
    filters: CaseFilters
    cases: CaseQuerySet
    visible: CaseQuerySet
    """All that one sees there, with what a list shows of them."""

    @classmethod
    def of(cls, actor: Actor, query: QueryDict, **instead: str) -> "Listing":
        """In one organization."""
        filters = CaseFilters(query, offer=offered_to(actor))
        cases = cases_for(actor, filters.wanted | instead)
        return cls(filters, cases, cases_for(actor, EVERYTHING))

    @classmethod
    def anywhere(cls, user: User, query: QueryDict, **instead: str) -> "Listing":
        """Over all organizations of the user."""
        actors = [actor for actor in actors_of(user) if sees_list(actor)]
        filters = CaseFilters(query, offer=offered_anywhere(actors), scope="org")
        cases = cases_anywhere(user, actors, filters.wanted | instead)
        return cls(filters, cases, cases_anywhere(user, actors, EVERYTHING))

    @property
    def key(self) -> Key:
        wanted = self.filters.wanted
        return sorted_by(wanted["sort"], wanted["q"])

    def context(self, query: QueryDict) -> dict[str, Any]:
        """What both pages show."""
        page, notes = self._page(query)
        return {
            "page": page,
            "notes": notes,
            "filters": self.filters,
            "wanted": self.filters.wanted,
            "form": self.filters.shown,
            "query": self.filters.query(),
            "best_first": self.filters.query(sort=BEST_FIRST),
        }

    def _page(self, query: QueryDict) -> tuple[Page[Case], list[str]]:
        """The page asked for, and in words what of the question was left out."""
        ignored = self.filters.ignored
        notes = [_("Unknown filter, left out: %(name)s.") % {"name": name} for name in ignored]
        page, more = turn_to(self.cases, self.key, query, size=PAGE_SIZE)
        notes += more
        if query.get("after") and not page.next and self._is_shortened():
            notes.append(
                _("These are the best of the newest 1,000 that match; sort by a column to see all.")
            )
        return page, notes

    def _is_shortened(self) -> bool:
        is_ranked = self.filters.wanted["sort"] == BEST_FIRST
        return is_ranked and self.cases.count() >= MOST_RANKED
