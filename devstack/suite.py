"""The tests, on servers of their own."""

import os
import sys
from collections.abc import Sequence

WORKERS = "2"


def test(arguments: Sequence[str]) -> int:
    """Become pytest. The arguments go on to it; its own `-n` wins over ours."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "devstack.pytest_plugin",
        "-p",
        "no:valkey",
        "-n",
        WORKERS,
    ]
    os.execv(sys.executable, [*command, *arguments])
