"""Forgets a person whose cases stay."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orgs.actions import anonymize_user
from orgs.models import User
from portal.problems import Problem


class Command(BaseCommand):
    help = "Erase a person's name, addresses, rights and traces for good; cases and comments stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError("There is no user with this address.")
        try:
            former = anonymize_user(by=None, user=user)
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"From now on: {former}.")
