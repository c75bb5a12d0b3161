"""`manage.py import_legacy_cases`: the cases of the previous system, to be read and followed up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cases.actions.importing import LegacyImport
from cases.legacy_files import FileError, Reject, read
from orgs.models import Organization

EVERY = 5_000
"""Lines between two signs of life."""


class Command(BaseCommand):
    help = (
        "Import historical cases from CSV or JSON (docs/historical-cases.md). Safe to repeat: a"
        " case is known by its organization and reference. Wrong lines are reported, the rest goes"
        " in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="*.csv, or JSON: an array, or a case a line")
        parser.add_argument(
            "--organization", default="", metavar="SLUG", help="of all lines, which need name none"
        )
        parser.add_argument("--dry-run", action="store_true", help="check all, keep nothing")

    def handle(
        self, *args: Any, file: Path, organization: str, dry_run: bool, **options: Any
    ) -> None:
        if organization and not Organization.objects.filter(slug=organization).exists():
            raise CommandError(f"There is no organization with the address “{organization}”.")
        work = LegacyImport(tell=self._tell, organization=organization)
        try:
            self._import(file, work, dry_run=dry_run)
        except (FileError, OSError) as error:
            raise CommandError(str(error)) from error
        names = ("added", "updated", "unchanged", "rejected")
        counts = ", ".join(f"{work.counts[name]} {name}" for name in names)
        self.stdout.write(f"{counts}.{' Nothing was kept: a dry run.' if dry_run else ''}")

    def _import(self, file: Path, work: LegacyImport, *, dry_run: bool) -> None:
        """A dry run does the same in one transaction, and takes it back."""
        if not dry_run:
            self._follow(file, work)
            return
        with transaction.atomic():
            self._follow(file, work)
            transaction.set_rollback(True)

    def _follow(self, file: Path, work: LegacyImport) -> None:
        for lines in work.take(read(file)):
            if lines % EVERY == 0:
                self.stdout.write(f"{lines} read …")

    def _tell(self, reject: Reject) -> None:
        self.stderr.write(f"Line {reject.line}: {reject.reason}")
