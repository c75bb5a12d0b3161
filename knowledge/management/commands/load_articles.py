"""`manage.py load_articles`: the articles that come with the portal."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from knowledge.content import load


class Command(BaseCommand):
    help = (
        "Lay the shipped articles, English and French, into the help center: what is missing is"
        " added, what nobody edited since is brought up to date. Safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--unpublished",
            action="store_true",
            help="add them as drafts, to be read and published in the admin",
        )

    def handle(self, *args: Any, unpublished: bool, **options: Any) -> None:
        report = load(published=not unpublished)
        for name in ("added", "updated", "kept", "unchanged"):
            self.stdout.write(f"{len(getattr(report, name)):>3} {name}")
        for slug in report.kept:
            self.stdout.write(f"kept as edited here: {slug}")
        for product in sorted(report.lacking):
            self.stdout.write(f"no such product here, choose yours in the admin: {product}")
