"""How many cases there are of a kind: each figure is the length of a list that one can open."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.lists import condition
from cases.models import Case, Priority
from orgs.actor import Actor


@dataclass(frozen=True)
class Kind:
    """What is counted, as the list is asked for it; all of them are open."""

    key: str
    label: Promise
    wanted: dict[str, str]
    tone: str = ""
    """How it looks unless there are none."""


KINDS = (
    Kind("open", _("Open"), {"scope": "org", "status": "open"}),
    Kind("waiting", _("Waiting for you"), {"scope": "org", "status": "waiting"}, "warning"),
    Kind(
        "overdue", _("First response overdue"), {"scope": "org", "response": "overdue"}, "negative"
    ),
    Kind(
        "escalated",
        pgettext_lazy("several cases", "Escalated"),
        {"scope": "org", "status": "open", "escalated": "yes"},
        "negative",
    ),
    Kind("mine", _("Submitted by me"), {"scope": "mine", "status": "open"}),
    Kind("watched", _("Watched by me"), {"scope": "watched", "status": "open"}),
)


@dataclass(frozen=True)
class Figure:
    kind: Kind
    number: int

    @property
    def query(self) -> str:
        return urlencode(self.kind.wanted)

    @property
    def tone(self) -> str:
        return self.kind.tone if self.number else ""


@dataclass(frozen=True)
class Counts:
    numbers: dict[str, int]

    @property
    def open(self) -> int:
        return self.numbers["open"]

    @property
    def waiting(self) -> int:
        return self.numbers["waiting"]

    @property
    def figures(self) -> list[Figure]:
        return [Figure(kind, self.numbers[kind.key]) for kind in KINDS]

    @property
    def by_priority(self) -> list[tuple[Priority, int]]:
        return [(priority, self.numbers[priority.name]) for priority in Priority]


def count_cases(actor: Actor) -> Counts:
    """One query over the open cases."""
    meanings = {kind.key: condition(actor.user, kind.wanted) for kind in KINDS}
    meanings |= {priority.name: Q(priority=priority) for priority in Priority}
    counts: dict[str, Any] = {key: Count("pk", filter=means) for key, means in meanings.items()}
    return Counts(Case.objects.visible_to(actor).open().aggregate(**counts))
