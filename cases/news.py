"""What happened on a case since somebody looked at it: each event made one version (CASE-8)."""

from dataclasses import dataclass
from functools import cached_property

from cases.models import Case, CaseEvent
from orgs.models import User

MOST = 50
"""Who was away for longer reads the timeline."""


@dataclass(frozen=True)
class News:
    """`seen` is the version looked at; None if nobody says."""

    case: Case
    reader: User
    seen: int | None = None

    def __bool__(self) -> bool:
        return bool(self.of_others)

    @cached_property
    def events(self) -> list[CaseEvent]:
        """Newest first, one's own of another tab too."""
        missed = self.case.version - self.seen if self.seen else 0
        if missed <= 0:
            return []
        rows = self.case.events.select_related("actor", "comment")
        # Not by time: that of a writer who waited for the lock is the time before the wait.
        return list(rows.order_by("-pk")[: min(missed, MOST)])

    @cached_property
    def of_others(self) -> list[CaseEvent]:
        return [event for event in self.events if event.actor_id != self.reader.pk]

    @cached_property
    def comments(self) -> set[int]:
        """Those of others, by primary key."""
        return {event.comment_id for event in self.of_others if event.comment_id}

    @cached_property
    def changes(self) -> set[int]:
        return {event.pk for event in self.of_others}

    @property
    def anchor(self) -> str:
        """The newest of them in the page."""
        newest = self.of_others[0]
        return f"comment-{newest.comment_id}" if newest.comment_id else f"event-{newest.pk}"
