"""Takes in what the vendor's systems send about customers: invoices, downloads, scan reports."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orgs.actions.billing import settle_all
from orgs.imports import ROWS, form_of
from portal.imports import UnreadableError, read, report, take_in


class Command(BaseCommand):
    help = "Import invoices, downloads or scan reports from CSV, JSON or JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(ROWS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, only.")

    def handle(self, *args: Any, kind: str, file: Path, dry_run: bool, **options: Any) -> None:
        """Wrong lines are told and left out; the command fails if there are any."""
        try:
            outcome = take_in(read(file), form_of(kind, file.parent), dry_run=dry_run)
        except UnreadableError as error:
            raise CommandError(str(error)) from error
        if kind == "invoices" and not dry_run:
            settle_all()
        report(self, outcome)
