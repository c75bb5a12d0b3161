"""Pages cut by keys instead of offsets: each costs the same, and nothing is shown twice."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.utils.translation import gettext as _

Row = TypeVar("Row", bound=Model)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"([0-9]{1,18})\.([0-9a-f-]{1,36})")
DIGITS = re.compile(r"[0-9]{1,18}")


class CursorError(ValueError):
    """No page has handed it out."""


def _moment(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


def _number(text: str) -> int:
    if not DIGITS.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


@dataclass(frozen=True)
class Key:
    """What rows are sorted by, ties by primary key.

    A cursor holds the key as a whole number: `write` makes it, `read` takes it back. The default is
    for moments. `read_pk` is for primary keys that are no numbers.
    """

    expression: Any
    falls: bool = True
    read: Callable[[int], Any] = _moment
    write: Callable[[Any], int] = _micros
    read_pk: Callable[[str], Any] = _number


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, with the cursors of the pages around them; empty where there is none."""

    rows: list[Row] = field(default_factory=list)
    previous: str = ""
    next: str = ""


def cut(
    rows: QuerySet[Row], key: Key, *, size: int, after: str = "", before: str = ""
) -> Page[Row]:
    """The page behind one cursor or ahead of the other; the first page without any.

    Raises CursorError.
    """
    sinks = key.falls != bool(before)
    keyed = rows.annotate(key=key.expression)
    if cursor := before or after:
        keyed = keyed.filter(_beyond(key, cursor, sinks=sinks))
    order = ("-key", "-pk") if sinks else ("key", "pk")
    found = list(keyed.order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    return _page(
        key, found, has_previous=more if before else bool(after), has_next=bool(before) or more
    )


def turn_to(
    rows: QuerySet[Row], key: Key, query: Mapping[str, Any], *, size: int
) -> tuple[Page[Row], list[str]]:
    """The page that an address asks for, and in words what of it was left out.

    A cursor that leads nowhere, or behind the last row, leads to the first page.
    """
    cursors = {name: query.get(name, "") for name in ("after", "before")}
    page: Page[Row] = Page()
    notes = []
    try:
        page = cut(rows, key, size=size, **cursors)
    except CursorError:
        notes.append(_("The page is unknown; this is the first one."))
    if not page.rows and any(cursors.values()):
        page = cut(rows, key, size=size)
    return page, notes


def _page(key: Key, found: list[Row], *, has_previous: bool, has_next: bool) -> Page[Row]:
    if not found:
        return Page()
    first, last = (f"{key.write(row.key)}.{row.pk}" for row in (found[0], found[-1]))  # type: ignore[attr-defined]
    return Page(found, first if has_previous else "", last if has_next else "")


def read_cursor(key: Key, cursor: str) -> tuple[Any, Any]:
    """The key's value and the primary key. Raises CursorError."""
    match = CURSOR.fullmatch(cursor)
    try:
        return key.read(int(match[1])), key.read_pk(match[2])  # type: ignore[index]
    except (TypeError, ValueError, OverflowError) as error:
        raise CursorError(cursor) from error


def _beyond(key: Key, cursor: str, *, sinks: bool) -> Func:
    """Key and primary key compared as one, which an index follows to the very row."""
    there = (Value(part) for part in read_cursor(key, cursor))
    return Func(
        Func(F("key"), F("pk"), function="ROW"),
        Func(*there, function="ROW"),
        template="%(expressions)s",
        arg_joiner=" < " if sinks else " > ",
        output_field=BooleanField(),
    )
