"""`manage.py demo`: a small believable world, for trying the portal out."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.demo import is_loaded, load
from cases.demo.people import PASSWORD, SIGN_INS
from orgs.models import Organization


class Command(BaseCommand):
    help = "Load the demo world, once; into an installation with DEBUG=1 and without customers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sign-ins", action="store_true", help="only list who may sign in, and the password"
        )

    def handle(self, *args: Any, sign_ins: bool, **options: Any) -> None:
        if sign_ins:
            self.stdout.write(_table())
        elif not is_loaded():
            _demand_a_place_for_it()
            load()


def _demand_a_place_for_it() -> None:
    if not settings.DEBUG:
        raise CommandError(
            "The demo's password is public, so its people never enter an installation with DEBUG=0."
        )
    if Organization.objects.exists():
        raise CommandError("There are customers here already; the demo world needs an empty place.")


def _table() -> str:
    width = max(len(sign_in.email) for sign_in in SIGN_INS)
    rows = (f"  {sign_in.email:<{width}}  {sign_in.role}" for sign_in in SIGN_INS)
    return "\n".join([f"Sign in with the password {PASSWORD}:", *rows])
