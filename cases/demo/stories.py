"""Tells what happened to the demo's cases, as if the actions had run at the time.

The actions know no past, so the rows are made here; each step is still a row of `cases.lifecycle`.
"""

import tomllib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Model

from cases.demo.clock import moment
from cases.demo.files import attach
from cases.demo.hearing import propose_calls
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
)
from cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Comment,
    EventKind,
    InternalNote,
    IssueReason,
    IssueType,
    Watcher,
)
from cases.sla import clock_for
from orgs.models import User

TEXTS = Path(__file__).parent / "text"
CHILDREN: tuple[type[Model], ...] = (Comment, InternalNote, Watcher, CaseEvent, Attachment)

KINDS = {
    Verb.REQUEST_INFORMATION: EventKind.STATUS_CHANGED,
    Verb.PROPOSE_SOLUTION: EventKind.STATUS_CHANGED,
    Verb.RESUME: EventKind.STATUS_CHANGED,
    Verb.CLOSE: EventKind.CLOSED,
    Verb.CONCLUDE: EventKind.CLOSED,
    Verb.AUTO_CLOSE: EventKind.AUTO_CLOSED,
    Verb.REOPEN: EventKind.REOPENED,
}


def tell_all(world: World) -> None:
    """Write down sixty cases, numbered in the order in which they were opened."""
    stories = all_stories(world)
    propose_calls(Case.objects.bulk_create(story.case for story in stories))
    for model in CHILDREN:
        rows = [row for story in stories for row in story.rows[model]]
        rows.sort(key=lambda row: row.created_at)
        model._default_manager.bulk_create(rows)


def all_stories(world: World) -> list["Story"]:
    """Those of the folder `text`, the first opened first; nothing is written yet."""
    world.issue_types = IssueType.objects.in_bulk(field_name="key")
    world.issue_reasons = IssueReason.objects.in_bulk(field_name="key")
    stories = [_tell(world, slug, **told) for slug, told in _read()]
    return sorted(stories, key=lambda story: story.case.opened_at)


def _read() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(TEXTS.glob("*.toml")):
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        for told in book["case"]:
            yield book["organization"], told


def _tell(
    world: World,
    organization: str,
    *,
    then: Iterable[dict[str, Any]] = (),
    taken: tuple[str, str] | None = None,
    watchers: Iterable[str] = (),
    files: Iterable[str] = (),
    **told: Any,
) -> "Story":
    story = Story(world, _case(world, organization, **told))
    story.begins(watchers, files)
    if taken:
        story.is_taken(*taken)
    for step in then:
        story.goes_on(**step)
    return story


def _case(
    world: World,
    organization: str,
    *,
    opened: str,
    by: str,
    product: str,
    issue_type: str,
    issue_reason: str = "",
    project: str = "",
    **fields: Any,
) -> Case:
    """The keys that are left are fields of `Case`."""
    requester, begun = world.people[by], moment(opened, world.now)
    clock = clock_for(world.organizations[organization], fields["priority"], begun)
    return Case(
        organization=world.organizations[organization],
        product=world.products[product],
        team=world.products[product].team,
        requester=requester,
        issue_type=world.issue_types[issue_type],
        issue_reason=world.issue_reasons[issue_reason] if issue_reason else None,
        project=world.projects[project] if project else None,
        contact_phone=requester.phone,
        contact_time_zone=requester.time_zone,
        opened_at=begun,
        last_activity_at=begun,
        status_since=begun,
        first_response_due_at=clock.due if clock else None,
        response_clock=clock.freeze() if clock else None,
        version=1,
        submission=uuid.uuid5(uuid.NAMESPACE_URL, f"{organization}/{fields['title']}"),
        **fields,
    )


class Story:
    """One case with the rows that hang on it, kept in memory until all are told."""

    def __init__(self, world: World, case: Case) -> None:
        self.world, self.case = world, case
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)

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
        if does == "note":
            self._add(InternalNote, when, author=person, body=says)
            return
        comment = self._say(when, person, says, files) if says and person else None
        self.case.outcome = outcome
        kind, verb = self._verb(does, person)
        data = self._move(when, verb) if verb else {}
        self._record(when, person, kind, data | ({"outcome": outcome} if outcome else {}), comment)

    def _verb(self, does: str, person: User | None) -> tuple[EventKind, Verb | None]:
        """A customer's comment is an answer where the table has a row for one."""
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
    ) -> None:
        """What `actions.base.record` does, without a mail."""
        self.case.last_activity_at, self.case.version = when, self.case.version + 1
        self._add(
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
