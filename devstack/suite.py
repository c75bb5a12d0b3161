"""The tests; their servers come with the plugin that `pyproject.toml` names."""

import os
import sys
from collections.abc import Sequence

WORKERS = "2"


def test(arguments: Sequence[str]) -> int:
    """Become pytest. The arguments go on to it, and its own `-n` wins over ours."""
    os.execv(sys.executable, [sys.executable, "-m", "pytest", "-n", WORKERS, *arguments])
