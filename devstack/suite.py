"""The tests; their servers come with the plugin that `pyproject.toml` names."""

import os
import sys
from collections.abc import Sequence

WORKERS = "2"
PICTURES = "tests/browser/screenshots.py"


def test(arguments: Sequence[str]) -> int:
    """Become pytest. The arguments go on to it, and its own `-n` wins over ours."""
    os.execv(sys.executable, [sys.executable, "-m", "pytest", "-n", WORKERS, *arguments])


def screenshots() -> int:
    """Not tests, but taken with their servers and their browser."""
    return test(["-n", "0", "-p", "no:randomly", "-q", PICTURES])
