"""What was said and what happened on a case, newest first, a page at a time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from cases.invites import call_in, spoken
from cases.lifecycle import Status
from cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Comment,
    EscalationReason,
    EventKind,
    Priority,
)
from cases.news import News
from portal.keyset import Key, Page, cut, read_cursor

PAGE_SIZE = 50
MAX_EVENTS = 200
"""Between the comments of a page; a case has far fewer."""

NEWEST_FIRST = Key(F("created_at"))

TOLD = frozenset(EventKind) - {EventKind.WATCHER_ADDED, EventKind.WATCHER_REMOVED}
"""Who watches stands in the panel; a comment tells itself, unless it changed the status too."""

ICONS: dict[str, str] = {
    EventKind.SUBMITTED: "ticket",
    EventKind.ASSIGNED: "user",
    EventKind.CLOSED: "check-circle",
    EventKind.AUTO_CLOSED: "clock",
    EventKind.REOPENED: "arrow-uturn-left",
    EventKind.PRIORITY_CHANGED: "flag",
    EventKind.FOLLOWED_UP: "arrow-turn-down-right",
    EventKind.REFILED: "arrows-right-left",
    EventKind.CONTACT_AGREED: "phone",
    EventKind.REMINDED: "bell",
    EventKind.ESCALATED: "arrow-trending-up",
}

REASONS: dict[str | None, Any] = dict(EscalationReason.choices)


class File(NamedTuple):
    """An attachment as the partial `files.html` shows it."""

    pk: str
    name: str
    size: int
    url: str


@dataclass(frozen=True)
class Entry:
    """One comment with its files, or one event with the status it led to."""

    at: datetime
    comment: Comment | None = None
    event: CaseEvent | None = None
    files: list[File] = field(default_factory=list)
    is_new: bool = False

    @property
    def icon(self) -> str:
        return ICONS.get(self.event.kind, "arrow-path") if self.event else ""

    @property
    def reason(self) -> str:
        """Of an escalation, in words."""
        key = self.event.data.get("reason") if self.event else None
        return str(REASONS.get(key, ""))

    @property
    def status(self) -> Status | None:
        return self.event.led_to if self.event else None

    @property
    def call(self) -> str:
        """For when a call was agreed, in words."""
        agreed = self.event is not None and self.event.kind == EventKind.CONTACT_AGREED
        call = call_in(self.event) if self.event and agreed else None
        return spoken(call) if call else ""

    @property
    def priority(self) -> Priority | None:
        """The one that a change of priority led to."""
        if self.event is None or self.event.kind != EventKind.PRIORITY_CHANGED:
            return None
        return Priority(self.event.data["to"])


@dataclass(frozen=True)
class Timeline:
    entries: list[Entry]
    newer: str
    """Whether, and from where on, there is more; as in `portal.keyset.Page`."""
    older: str
    files: list[File]
    """Those of the case itself."""


def timeline(case: Case, *, after: str = "", news: News | None = None) -> Timeline:
    """The page of comments behind the cursor, with what happened around them; three queries.

    What is in the news is marked. Raises CursorError.
    """
    comments = case.comments.select_related("author").defer("search")
    page = cut(comments, NEWEST_FIRST, size=PAGE_SIZE, after=after)
    files = _files(case, page.rows)
    said, done = (news.comments, news.changes) if news else (set(), set())
    entries = [
        Entry(row.created_at, comment=row, files=files[row.pk], is_new=row.pk in said)
        for row in page.rows
    ]
    entries += [
        Entry(row.created_at, event=row, is_new=row.pk in done)
        for row in _events(case, page, after)
    ]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return Timeline(entries, page.previous, page.next, files[None])


def _events(case: Case, page: Page[Comment], after: str) -> QuerySet[CaseEvent]:
    """Those as old as the comments of the page: what is older or newer stands on other pages."""
    told = Q(kind__in=TOLD - {EventKind.COMMENTED}) | Q(
        kind=EventKind.COMMENTED, data__has_key="to"
    )
    events = case.events.filter(told).select_related("actor")
    if after:
        moment, _pk = read_cursor(NEWEST_FIRST, after)
        events = events.filter(created_at__lt=moment)
    if page.next:
        events = events.filter(created_at__gte=page.rows[-1].created_at)
    return events.order_by("-created_at", "-pk")[:MAX_EVENTS]


def _files(case: Case, comments: Iterable[Comment]) -> dict[int | None, list[File]]:
    """By comment; under None those that the case was filed with."""
    shown = Q(comment=None) | Q(comment__in=[comment.pk for comment in comments])
    by_comment: dict[int | None, list[File]] = defaultdict(list)
    for row in case.attachments.filter(shown, is_internal=False):
        by_comment[row.comment_id].append(_file(case, row))
    return by_comment


def _file(case: Case, row: Attachment) -> File:
    url = reverse("cases:attachment", args=[case.organization.slug, case.number, row.pk])
    return File(str(row.pk), row.name, row.size, url)
