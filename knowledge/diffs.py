"""What changed between two versions of a text."""

from difflib import unified_diff
from typing import NamedTuple

AROUND = 3
"""Lines that stayed, shown before and behind what changed."""

KINDS = {"+": "added", "-": "removed", " ": "same", "@": "gap"}


class Line(NamedTuple):
    kind: str
    text: str


def changes(before: str, after: str) -> list[Line]:
    """Line by line; `gap` where lines that stayed are left out. Empty if nothing changed."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=AROUND)
    found = [Line(KINDS[line[0]], line[1:]) for line in list(lines)[2:]]
    return found[1:]
