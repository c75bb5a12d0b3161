"""Tables that leave the house: cells that no spreadsheet takes for a formula, line by line."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of one (OWASP, CSV injection)."""

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""


def harmless(cell: Any) -> str:
    """The cell as text; an apostrophe keeps what looks like a formula from being one."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """RFC 4180, one line at a time, for a streamed answer."""
    writer = csv.writer(_Echo())
    yield BOM
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
