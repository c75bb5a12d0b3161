"""The tests; their servers come with the plugin that `pyproject.toml` names."""

import os
import subprocess
import sys
from collections.abc import Sequence

from devstack import environment, places, servers

WORKERS = "2"
PICTURES = "tests/browser/screenshots.py"


def test(arguments: Sequence[str]) -> int:
    """Become pytest. The arguments go on to it, and its own `-n` wins over ours."""
    os.execv(sys.executable, [sys.executable, "-m", "pytest", "-n", WORKERS, *arguments])


def bench(arguments: Sequence[str]) -> int:
    """No tests either: what something takes, on servers that are thrown away. Raises Refusal."""
    with servers.thrown_away() as urls, places.throw_away() as folder:
        env = environment.portal(folder, "http://127.0.0.1:8000") | urls | {"DEBUG": "0"}
        command = [sys.executable, "-m", "bench", *arguments]
        return subprocess.call(command, cwd=places.CHECKOUT, env=env)


def screenshots() -> int:
    """Not tests, but taken with their servers and their browser."""
    return test(["-n", "0", "-p", "no:randomly", "-q", PICTURES])
