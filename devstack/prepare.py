"""Brings the database of `run` up to date and fills it, in one Django process to save time."""

import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command


def main(sign_ins: str) -> None:
    """Migrate and load the demo world; who may sign in there goes to the file `sign_ins`."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("demo")
    table = StringIO()
    call_command("demo", sign_ins=True, stdout=table)
    Path(sign_ins).write_text(table.getvalue())


if __name__ == "__main__":
    main(*sys.argv[1:])
