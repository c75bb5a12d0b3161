"""`manage.py seed`: reference data that any installation needs."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.seed import seed


class Command(BaseCommand):
    help = (
        "Add the support plans, calendars, issue types, issue reasons and staff groups that are"
        " missing."
        " Safe to repeat: rows that are there keep what you have edited."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        added = seed()
        self.stdout.write(f"{added} rows added.")
