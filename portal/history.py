"""What was so before: triggers write each change down, by whatever way it came."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pgtrigger

if TYPE_CHECKING:
    from portal.models import HistoryEntry

WRITE_DOWN = """
IF TG_OP = 'UPDATE' AND {row} IS NOT DISTINCT FROM {new_row} THEN
    RETURN NULL;
END IF;
IF TG_OP <> 'INSERT' AND OLD.{of} IS DISTINCT FROM NEW.{of} THEN
    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)
        VALUES ('{noun}', OLD.{of}, OLD.id, clock_timestamp(), {old_facts}, true);
END IF;
IF TG_OP <> 'DELETE' THEN
    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)
        VALUES ('{noun}', NEW.{of}, NEW.id, clock_timestamp(), {new_facts}, false);
END IF;
RETURN NULL;
"""
"""By the clock, not by the beginning of the transaction: the next statement sees the change."""

FIRST_CHANGE = """
IF NOT EXISTS (SELECT FROM portal_historyentry WHERE noun = '{noun}' AND owner = OLD.id) THEN
    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)
        VALUES ('{noun}', OLD.id, OLD.id, OLD.{since}, {old_facts}, false);
END IF;
"""


def remembered(noun: str, *, keeps: Iterable[str], of: str = "id") -> pgtrigger.Trigger:
    """A trigger that writes down how a row was, and when it went.

    `of` is the column of what it belongs to, `keeps` are the others that count.
    """
    columns = list(dict.fromkeys(["id", of, *keeps]))
    return pgtrigger.Trigger(
        name="remembered",
        operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf(*columns),
        when=pgtrigger.After,
        func=WRITE_DOWN.format(noun=noun, of=of, **_sql(columns)),
    )


def remembered_once_changed(noun: str, *, keeps: Iterable[str], since: str) -> pgtrigger.Trigger:
    """The same for rows that are many and hardly ever change: without a word of them, they are as
    they were made, at `since`."""
    columns = ["id", *keeps]
    sql = FIRST_CHANGE + WRITE_DOWN
    return pgtrigger.Trigger(
        name="remembered",
        operation=pgtrigger.UpdateOf(*columns),
        when=pgtrigger.After,
        func=sql.format(noun=noun, of="id", since=since, **_sql(columns)),
    )


def _sql(columns: Iterable[str]) -> dict[str, str]:
    sides = {"old": "OLD", "new": "NEW"}
    facts = {side: ", ".join(f"'{c}', {row}.{c}" for c in columns) for side, row in sides.items()}
    rows = {side: ", ".join(f"{row}.{c}" for c in columns) for side, row in sides.items()}
    return {
        "row": f"({rows['old']})",
        "new_row": f"({rows['new']})",
        "old_facts": f"jsonb_build_object({facts['old']})",
        "new_facts": f"jsonb_build_object({facts['new']})",
    }


class Span(NamedTuple):
    """From a moment until right before another one, or until further notice."""

    since: datetime
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


class Episode(NamedTuple):
    """How something was for a while."""

    noun: str
    facts: dict[str, Any]
    span: Span


def episodes(entries: Iterable["HistoryEntry"]) -> Iterator[Episode]:
    """Of entries in the order of `HistoryEntry.objects.in_order()`: each lasts until the next."""
    for _of, some in groupby(entries, lambda entry: (entry.noun, entry.owner, entry.key)):
        for entry, later in pairwise([*some, None]):
            if entry and not entry.is_over:
                span = Span(entry.since, later.since if later else None)
                yield Episode(entry.noun, entry.facts, span)


def common(*spans: Span | None) -> Span | None:
    """When all of them hold; None is never."""
    held = [span for span in spans if span]
    if len(held) < len(spans):
        return None
    since = max(span.since for span in held)
    until = min((span.until for span in held if span.until), default=None)
    return None if until and until <= since else Span(since, until)


def merged(spans: Iterable[Span]) -> list[Span]:
    """When any of them holds; those that touch are one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.since):
        last = found[-1] if found else None
        if last is None or (last.until and last.until < span.since):
            found.append(span)
        elif last.until and (span.until is None or span.until > last.until):
            found[-1] = Span(last.since, span.until)
    return found
