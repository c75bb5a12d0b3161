"""`python -m devstack COMMAND`: what `dev.py` hands over to, in the environment it made."""

import sys
from collections.abc import Callable, Sequence

from devstack.check import check
from devstack.errors import Refusal
from devstack.management import manage
from devstack.messages import messages
from devstack.run import run
from devstack.suite import bench, screenshots, test

COMMANDS: dict[str, tuple[Callable[[Sequence[str]], int], str]] = {
    "run": (lambda _: run(), "start the portal with its demo world; Ctrl-C stops it"),
    "test": (test, "run the tests on servers of their own; what follows goes to pytest"),
    "bench": (bench, "measure what has to be quick, at 10,000 articles"),
    "check": (lambda _: check(), "lint, types, import contracts, migrations, settings"),
    "screenshots": (lambda _: screenshots(), "take the pictures of docs/screenshots"),
    "manage": (manage, "run a Django command on the data of `run`: manage shell"),
    "messages": (lambda _: messages(), "look for strings and carry them to the translators"),
    "setup": (lambda _: 0, "only install what is locked"),
}


def main(arguments: Sequence[str]) -> int:
    name, *rest = arguments or ["help"]
    if name not in COMMANDS:
        for command, (_, sentence) in COMMANDS.items():
            print(f"  {command:<12}{sentence}")
        return 0 if name in {"help", "--help", "-h"} else 2
    try:
        return COMMANDS[name][0](rest)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
