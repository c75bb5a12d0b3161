"""Takes rows in from a file, each by itself: what is wrong is told by line, the rest goes in."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from portal.problems import Problem

STATES = ("added", "changed", "unchanged")


class UnreadableError(ValueError):
    """The file as a whole makes no sense."""


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file, with the number of its line."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Reject:
    line: int
    reason: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(reason)s") % {"line": self.line, "reason": self.reason}


@dataclass
class Outcome:
    """How many rows were added, changed, and left as they were; and what did not go in."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))
    rejects: list[Reject] = field(default_factory=list)


class RowForm(forms.Form):
    """Understands one row: `save` writes it and answers one of `STATES`."""

    def save(self) -> str:
        raise NotImplementedError


def read(path: Path) -> Iterator[Row]:
    """The rows of a .csv (UTF-8, the names in the first line), .json (a list) or .jsonl file.

    Raises UnreadableError, also midway.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableError(_("The file must end in .csv, .json or .jsonl."))
    try:
        yield from reader(path)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
        raise UnreadableError(str(error)) from error


def take_in(
    rows: Iterable[Row], make: Callable[[dict[str, Any]], RowForm], *, dry_run: bool = False
) -> Outcome:
    """Write each row that its form accepts; with `dry_run` nothing stays."""
    outcome = Outcome()
    with transaction.atomic():
        for row in rows:
            _take(row.line, make(row.values), outcome)
        transaction.set_rollback(dry_run)
    return outcome


def upsert(
    model: type[Model],
    key: dict[str, Any],
    values: dict[str, Any],
    *,
    once: dict[str, Any] | None = None,
) -> tuple[Any, str]:
    """The row of that key, added or brought up to date, and which of the `STATES` came of it.

    What is given `once` is written with a new row and never after.
    """
    row = model._default_manager.select_for_update(no_key=True).filter(**key).first()
    if row is None:
        row, state, values = model(**key), "added", values | (once or {})
    elif all(getattr(row, name) == new for name, new in values.items()):
        return row, "unchanged"
    else:
        state = "changed"
    for name, new in values.items():
        setattr(row, name, new)
    row.full_clean()
    row.save()
    return row, state


def report(command: BaseCommand, outcome: Outcome) -> None:
    """Say on the terminal what came of it. Raises CommandError if lines were rejected."""
    for reject in outcome.rejects:
        command.stderr.write(str(reject))
    counts = ", ".join(f"{count} {state}" for state, count in outcome.counts.items())
    command.stdout.write(f"{counts}, {len(outcome.rejects)} rejected.")
    if outcome.rejects:
        raise CommandError("Some lines did not go in.")


def _take(line: int, form: RowForm, outcome: Outcome) -> None:
    if not form.is_valid():
        outcome.rejects.append(Reject(line, _told(form)))
        return
    try:
        with transaction.atomic():
            outcome.counts[form.save()] += 1
    except (ValidationError, Problem, DatabaseError) as error:
        outcome.rejects.append(Reject(line, _reason(error)))


def _told(form: forms.Form) -> str:
    """The column and what is wrong with it, for each."""
    told = ((name, " ".join(map(str, errors))) for name, errors in form.errors.items())
    return " ".join(
        words if name == NON_FIELD_ERRORS else f"{name}: {words}" for name, words in told
    )


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error).splitlines()[0]


def _csv(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="", strict=True)
        for values in reader:
            yield Row(reader.line_num, {name: text or "" for name, text in values.items() if name})


def _json(path: Path) -> Iterator[Row]:
    found = json.loads(path.read_text(encoding="utf-8-sig"))
    if not isinstance(found, list):
        raise UnreadableError(_("The file must hold a list of rows."))
    for number, values in enumerate(found, start=1):
        yield _row(number, values)


def _jsonl(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig") as file:
        for number, text in enumerate(file, start=1):
            if text.strip():
                yield _row(number, json.loads(text))


def _row(number: int, values: Any) -> Row:
    """What is no row has no columns, and its form says which are missing."""
    return Row(number, values if isinstance(values, dict) else {})


READERS = {".csv": _csv, ".json": _json, ".jsonl": _jsonl}
