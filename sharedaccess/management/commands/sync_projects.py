"""Takes in who works in which cloud project, as the vendor's console has it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.imports import UnreadableError, read, report
from sharedaccess.projects import sync_projects


class Command(BaseCommand):
    help = "Synchronize cloud projects, their members and grants from CSV, JSON or JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, only.")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            outcome = sync_projects(read(file), dry_run=dry_run)
        except UnreadableError as error:
            raise CommandError(str(error)) from error
        report(self, outcome)
