"""One case of the demo, with all that happened to it: each step is a row of `cases.lifecycle`."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from cases.demo.clock import moment
from cases.demo.files import attach
from cases.demo.world import World
from cases.lifecycle import (
    BY_SOURCE_AND_VERB,
    ENDED,
    REOPEN_WINDOW,
    SILENCE,
    WAITING_FOR_CUSTOMER,
    Side,
    Status,
    Verb,
    days_left,
    next_reminder,
    reminders_due,
)
from cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Comment,
    Escalation,
    EventKind,
    InternalNote,
    Watcher,
)
from orgs.models import User

Place = tuple[str, str]
"""An organization's address and the title of a case there."""

KINDS = {
    Verb.REQUEST_INFORMATION: EventKind.STATUS_CHANGED,
    Verb.PROPOSE_SOLUTION: EventKind.STATUS_CHANGED,
    Verb.RESUME: EventKind.STATUS_CHANGED,
    Verb.CLOSE: EventKind.CLOSED,
    Verb.CONCLUDE: EventKind.CLOSED,
    Verb.AUTO_CLOSE: EventKind.AUTO_CLOSED,
    Verb.REOPEN: EventKind.REOPENED,
}


class Story:
    """One case with the rows that hang on it, kept in memory until all are told."""

    def __init__(self, world: World, case: Case) -> None:
        self.world, self.case = world, case
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        self.follows: Place | None = None
        self.comes_from: Place | None = None
        self.origin: Story | None = None
        self.told: CaseEvent | None = None

    def finds_its_origin(self, stories: dict[Place, "Story"]) -> None:
        """What it follows up is told of it when it is opened."""
        place = self.follows or self.comes_from
        self.origin = stories[place] if place else None
        if self.origin and self.follows:
            case, asker = self.case, self.case.requester
            self.told = self.origin._record(case.opened_at, asker, EventKind.FOLLOWED_UP, {})

    def links(self) -> None:
        """Its origin is in the database by now."""
        if self.origin:
            name = "follow_up_of" if self.follows else "refiled_from"
            setattr(self.case, name, self.origin.case)

    def tells_its_origin(self) -> None:
        if self.told:
            self.told.data = {"case": self.case.pk}

    def begins(self, watchers: Iterable[str], files: Iterable[str]) -> None:
        case = self.case
        self._record(case.opened_at, case.requester, EventKind.SUBMITTED, {})
        for watcher in watchers:
            self._add(
                Watcher,
                case.opened_at,
                user=self.world.people[watcher],
                added_by=case.requester,
            )
        self._attach(case.opened_at, case.requester, None, files)

    def is_taken(self, at: str, agent: str) -> None:
        when, person = moment(at, self.world.now), self.world.people[agent]
        self.case.assignee = person
        self._record(when, person, EventKind.ASSIGNED, {"assignee": person.pk})
        self._record(when, person, EventKind.STATUS_CHANGED, self._move(when, Verb.ASSIGN))

    def goes_on(
        self,
        *,
        at: str = "",
        by: str = "",
        does: str = "comment",
        says: str = "",
        files: Iterable[str] = (),
        outcome: str = "",
    ) -> None:
        """One step. The automatic closing has no time of its own: it follows so much silence."""
        when = moment(at, self.world.now) if at else self.case.status_since + SILENCE
        person = self.world.people[by] if by else None
        self.waits_until(when)
        if does == "note":
            self._add(InternalNote, when, author=person, body=says)
            return
        comment = self._say(when, person, says, files) if says and person else None
        self.case.outcome = outcome
        kind, verb = self._verb(does, person)
        data = self._move(when, verb) if verb else {}
        self._record(when, person, kind, data | ({"outcome": outcome} if outcome else {}), comment)

    def waits_until(self, when: datetime) -> None:
        """What the system had said by then, while the case waited (CASE-9)."""
        case, since = self.case, self.case.status_since
        if case.status not in WAITING_FOR_CUSTOMER:
            return
        behind, closes_at = reminders_due(since, when), (since + SILENCE).isoformat()
        for step in range(case.reminders_sent, behind):
            at = next_reminder(since, step)
            data = {"days_left": days_left(since, at), "closes_at": closes_at}
            self._record(at, None, EventKind.REMINDED, data)
        case.reminders_sent, case.next_reminder_at = behind, next_reminder(since, behind)

    def is_escalated(self, *, at: str, by: str, reason: str, says: str) -> None:
        when, person = moment(at, self.world.now), self.world.people[by]
        self.case.escalated_at = when
        self._add(Escalation, when, opening=1, reason=reason, details=says, raised_by=person)
        self._record(when, person, EventKind.ESCALATED, {"reason": reason})

    def _verb(self, does: str, person: User | None) -> tuple[EventKind, Verb | None]:
        """A customer's comment is an answer where the table says so; who refiles closes."""
        if does == "refile":
            return EventKind.REFILED, Verb.CLOSE
        if does != "comment":
            return KINDS[Verb(does)], Verb(does)
        status = Status(self.case.status)
        answers = _side(person) == Side.CUSTOMER and (status, Verb.REPLY) in BY_SOURCE_AND_VERB
        return EventKind.COMMENTED, Verb.REPLY if answers else None

    def _move(self, when: datetime, verb: Verb) -> dict[str, str]:
        """Take the row of the table; a story that has none there is a KeyError."""
        case, before = self.case, Status(self.case.status)
        if before in WAITING_FOR_CUSTOMER and when - case.status_since > SILENCE:
            raise ValueError(f"{case.title!r} was closed by silence before {when}.")
        after = BY_SOURCE_AND_VERB[before, verb].to
        case.status, case.status_since = after, when
        case.reminders_sent, case.next_reminder_at = 0, None
        case.closed_at = when if after in ENDED else None
        case.reopen_until = when + REOPEN_WINDOW if after in ENDED else None
        return {"from": before, "to": after}

    def _say(self, when: datetime, person: User, body: str, files: Iterable[str]) -> Comment:
        comment = self._add(Comment, when, author=person, side=_side(person), body=body)
        if person.is_staff and self.case.first_responded_at is None:
            self.case.first_responded_at = when
        self._attach(when, person, comment, files)
        return comment

    def _attach(
        self, when: datetime, person: User, comment: Comment | None, files: Iterable[str]
    ) -> None:
        for name in files:
            self._add(Attachment, when, comment=comment, uploaded_by=person, **attach(name))

    def _record(
        self,
        when: datetime,
        person: User | None,
        kind: EventKind,
        data: dict[str, Any],
        comment: Comment | None = None,
    ) -> CaseEvent:
        """What `actions.base.record` does, without a mail."""
        self.case.last_activity_at, self.case.version = when, self.case.version + 1
        return self._add(
            CaseEvent,
            when,
            kind=kind,
            actor=person,
            side=_side(person),
            comment=comment,
            data=data,
        )

    def _add(self, model: type[Model], when: datetime, **values: Any) -> Any:
        row = model(case=self.case, created_at=when, **values)
        self.rows[model].append(row)
        return row


def _side(person: User | None) -> Side:
    if person is None:
        return Side.SYSTEM
    return Side.SUPPORT if person.is_staff else Side.CUSTOMER
