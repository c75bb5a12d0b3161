"""Reads historical cases out of CSV and JSON one by one: a file may be larger than memory."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

COLUMNS = frozenset(
    {
        "organization",
        "reference",
        "title",
        "description",
        "status",
        "priority",
        "product",
        "requester_name",
        "requester_email",
        "opened_at",
        "closed_at",
    }
)
NEEDED = frozenset({"reference", "title", "opened_at"})
COMMENTS = "comments"
"""In JSON only."""

MAX_CELL = 1_000_000
CHUNK = 65_536


class FileError(ValueError):
    """The file as a whole cannot be read."""


class Entry(NamedTuple):
    """What stands in a file from that line on, unchecked."""

    line: int
    fields: dict[str, Any]


class Reject(NamedTuple):
    line: int
    reason: str


def read(path: Path) -> Iterator[Entry | Reject]:
    """CSV by the name's ending, else JSON. Raises FileError.

    Bytes that are no UTF-8 come through as surrogates, so that only their line is rejected.
    """
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        yield from _read_csv(file) if path.suffix.lower() == ".csv" else _read_json(file)


def _read_csv(file: TextIO) -> Iterator[Entry | Reject]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(file, strict=True)
    names = _head(reader)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Reject(line, str(error))
            continue
        if len(cells) == len(names):
            yield Entry(line, dict(zip(names, cells, strict=True)))
        elif cells:
            yield Reject(line, f"has {len(cells)} cells, but the head has {len(names)}")


def _head(reader: Iterator[list[str]]) -> list[str]:
    try:
        names = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise FileError(f"The head cannot be read: {error}.") from error
    if unknown := sorted(set(names) - COLUMNS):
        raise FileError(f"Unknown columns: {', '.join(map(ascii, unknown))}.")
    if missing := sorted(NEEDED - set(names)):
        raise FileError(f"Missing columns: {', '.join(missing)}.")
    if len(names) != len(set(names)):
        raise FileError("A column stands twice in the head.")
    return names


def _read_json(file: TextIO) -> Iterator[Entry | Reject]:
    """One array, or an object on each line."""
    start = file.read(1)
    while start and start.isspace():
        start = file.read(1)
    file.seek(0)
    yield from _read_array(file) if start == "[" else _read_lines(file)


def _read_lines(file: TextIO) -> Iterator[Entry | Reject]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            try:
                yield _entry(number, json.loads(line))
            except (ValueError, RecursionError) as error:
                yield Reject(number, f"is no JSON: {error}")


def _read_array(file: TextIO) -> Iterator[Entry | Reject]:
    """Behind an element that is no JSON nobody can tell where the next one begins."""
    decoder, text, line = json.JSONDecoder(), "", 1
    while True:
        lead = len(text) - len(text.lstrip(" \t\r\n[,"))
        line, text = line + text.count("\n", 0, lead), text[lead:]
        if text.startswith("]"):
            return
        try:
            found, end = decoder.raw_decode(text)
        except (ValueError, RecursionError) as error:
            # Perhaps it goes on: twice as much each time, so that a long one costs no more.
            more = file.read(max(CHUNK, len(text))) if len(text) <= MAX_CELL * 8 else ""
            if not more:
                yield Reject(line, f"is no JSON, and what follows cannot be read: {error}")
                return
            text += more
            continue
        yield _entry(line, found)
        line, text = line + text.count("\n", 0, end), text[end:]


def _entry(line: int, found: Any) -> Entry | Reject:
    if not isinstance(found, dict):
        return Reject(line, "is no object")
    if unknown := sorted(found.keys() - COLUMNS - {COMMENTS}):
        return Reject(line, f"has unknown fields: {', '.join(map(ascii, unknown))}")
    return Entry(line, found)
