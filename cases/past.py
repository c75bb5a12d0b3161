"""What was so at one time or another, and bears on who sees one case."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from cases.models import Case
from portal.history import Episode, Span, episodes
from portal.models import HistoryEntry


class Past:
    """The episodes of one case and of the people of its organization, by noun; three queries.

    Each is one that the index answers: joined by OR with their inner ones they would not be.
    """

    def __init__(self, case: Case) -> None:
        self.requester = case.requester_id
        self._found: defaultdict[str, list[Episode]] = defaultdict(list)
        here = Q(owner=case.organization_id)
        members = HistoryEntry.objects.filter(here, noun="member")
        self._read(
            Q(here, noun__in=["organization", "grant"])
            | Q(owner=case.pk, noun__in=["case", "watcher"])
        )
        self._read(Q(noun="role", owner__in=members.values("key")))
        with_a_part = Q(key__in=self._values("role", "membership_id"))
        with_a_part |= Q(facts__user_id__in=[self.requester, *self._values("watcher", "user_id")])
        self._read(
            Q(here, with_a_part, noun="member")
            | Q(noun="role product", owner__in=self._values("role", "id"))
            | Q(noun="account", owner__in=self._values("organization", "account_id"))
        )
        if not self["case"]:
            facts = {"product_id": case.product_id, "team_id": case.team_id}
            self["case"].append(Episode("case", facts, Span(case.opened_at)))

    def __getitem__(self, noun: str) -> list[Episode]:
        return self._found[noun]

    def by(self, noun: str, fact: str) -> defaultdict[Any, list[Episode]]:
        """Those of the noun, by what they have for that fact."""
        found: defaultdict[Any, list[Episode]] = defaultdict(list)
        for one in self[noun]:
            found[one.facts[fact]].append(one)
        return found

    def _values(self, noun: str, fact: str) -> Collection[Any]:
        return list(self.by(noun, fact))

    def _read(self, wanted: Q) -> None:
        for one in episodes(HistoryEntry.objects.filter(wanted).in_order()):
            self[one.noun].append(one)


def active_spans(people: Collection[int]) -> dict[int, list[Span]]:
    """When each of them could sign in; one query."""
    entries = HistoryEntry.objects.filter(noun="user", owner__in=people).in_order()
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for one in episodes(entries):
        if one.facts["is_active"]:
            found[one.facts["id"]].append(one.span)
    return found
