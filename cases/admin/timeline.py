"""All that happened to a case, as agents see it: comments, internal notes, events; newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cases.invites import call_in, spoken
from cases.lifecycle import Outcome, Side, Status
from cases.models import Attachment, Case, CaseEvent, Comment, EventKind, InternalNote, Priority
from orgs.models import User

SHOWN = 200
"""Of each kind, the newest; a page of more serves nobody."""

SENTENCES = {
    EventKind.SUBMITTED: _("opened the case"),
    EventKind.COMMENTED: _("commented"),
    EventKind.STATUS_CHANGED: _("changed the status"),
    EventKind.CLOSED: _("closed the case"),
    EventKind.AUTO_CLOSED: _("closed the case after a long silence"),
    EventKind.REOPENED: _("reopened the case"),
    EventKind.ASSIGNED: _("assigned the case to %(person)s"),
    EventKind.PRIORITY_CHANGED: _("changed the priority"),
    EventKind.CONTACT_AGREED: _("agreed a time for a call"),
    EventKind.ATTACHMENT_ADDED: _("added an attachment"),
    EventKind.WATCHER_ADDED: _("added %(person)s as a watcher"),
    EventKind.FOLLOWED_UP: _("created a follow-up"),
    EventKind.REFILED: _("refiled the case in another organization"),
    EventKind.WATCHER_REMOVED: _("removed %(person)s from the watchers"),
    EventKind.REMINDED: _("reminded the customer"),
    EventKind.ESCALATED: _("escalated the case to management"),
    EventKind.ESCALATION_TAKEN: _("took the escalation"),
    EventKind.ESCALATION_ANSWERED: _("answered the escalation"),
}

LABELS = {str(choice): choice.label for table in (Status, Outcome) for choice in table}

People = Mapping[int, User]


@dataclass(frozen=True)
class Entry:
    """`kind` is comment, note or event; `change` says from what to what, where something moved."""

    kind: str
    anchor: str
    at: datetime
    who: User | None
    side: str
    did: str
    body: str = ""
    change: Sequence[str] = ()
    files: Sequence[Attachment] = ()


def history(case: Case) -> list[CaseEvent]:
    rows = case.events.select_related("actor").order_by("-created_at", "-pk")
    return list(rows[:SHOWN])


def people_named(events: Iterable[CaseEvent]) -> set[int]:
    """Whom the events speak of, by primary key."""
    named = (event.data.get(key) for event in events for key in ("assignee", "user"))
    return {pk for pk in named if isinstance(pk, int)}


def timeline(case: Case, events: Iterable[CaseEvent], people: People) -> list[Entry]:
    """Everything in one row, newest first. A comment that moved the case says so itself."""
    events = list(events)
    by_comment = {event.comment_id: event for event in events if event.comment_id}
    comments = case.comments.newest_first().prefetch_related("attachments")[:SHOWN]
    notes = case.internal_notes.select_related("author").order_by("-created_at")[:SHOWN]
    entries = [_comment(comment, by_comment.get(comment.pk), people) for comment in comments]
    entries += [_note(note) for note in notes]
    entries += [_event(event, people) for event in events if not event.comment_id]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _comment(comment: Comment, event: CaseEvent | None, people: People) -> Entry:
    return Entry(
        "comment",
        f"comment-{comment.pk}",
        comment.created_at,
        comment.author,
        comment.side,
        _did(event, people) if event else str(SENTENCES[EventKind.COMMENTED]),
        comment.body,
        _change(event) if event else (),
        list(comment.attachments.all()),
    )


def _note(note: InternalNote) -> Entry:
    did = str(_("wrote an internal note"))
    return Entry(
        "note", f"note-{note.pk}", note.created_at, note.author, Side.SUPPORT, did, note.body
    )


def _event(event: CaseEvent, people: People) -> Entry:
    return Entry(
        "event",
        f"event-{event.pk}",
        event.created_at,
        event.actor,
        event.side,
        _did(event, people),
        change=_change(event),
    )


def _did(event: CaseEvent, people: People) -> str:
    named = event.data.get("assignee") or event.data.get("user")
    return str(SENTENCES[EventKind(event.kind)]) % {"person": people.get(named, "…")}


def _change(event: CaseEvent) -> list[str]:
    """From what to what, in words, with the outcome of a closing."""
    values = [event.data[key] for key in ("from", "to", "outcome") if key in event.data]
    if event.kind == EventKind.CONTACT_AGREED and (call := call_in(event)):
        return [spoken(call)]
    if event.kind == EventKind.PRIORITY_CHANGED:
        return [str(Priority(value).label) for value in values]
    return [str(LABELS.get(str(value), value)) for value in values]
