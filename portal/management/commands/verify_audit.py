"""Checks that nobody changed the audit log behind our back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import audit


class Command(BaseCommand):
    help = "Check the chains of the audit log, and write down where they end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--noted", type=Path, help="What an earlier run printed: each chain must still hold it."
        )

    def handle(self, *args: Any, noted: Path | None = None, **options: Any) -> None:
        broken = [_told(entry) for entry in audit.broken_links()]
        lost = _lost(noted.read_text().splitlines()) if noted else []
        if broken or lost:
            raise CommandError("\n".join(broken + lost))
        for organization, length, digest in audit.heads():
            self.stdout.write(f"{organization or '-'} {length} {digest}")


def _told(entry: Any) -> str:
    chain = entry.organization_id or "-"
    return f"Chain {chain} breaks at entry {entry.sequence}: {entry.verb} {entry.target}"


def _lost(lines: list[str]) -> list[str]:
    """The ends noted before that are not there any more."""
    heads = [line.split() for line in lines if line.strip()]
    return [
        f"Chain {chain} lacks entry {place} as it was noted"
        for chain, place, digest in heads
        if not audit.holds(None if chain == "-" else int(chain), int(place), digest)
    ]
