"""Runs a management command on the data of `run`, beside it or without it."""

import subprocess
import sys
from collections.abc import Sequence

from devstack import environment, places, servers
from devstack.errors import InUse
from devstack.processes import Crew


def manage(arguments: Sequence[str]) -> int:
    """Run `manage.py` with these arguments; its exit status. Raises Refusal."""
    folder = places.data_folder()
    try:
        with places.kept(folder), Crew() as ground:
            return _call(arguments, servers.start(folder, ground))
    except InUse:
        return _call(arguments, places.notes(folder))


def _call(arguments: Sequence[str], addresses: dict[str, str]) -> int:
    folder = places.data_folder()
    site_url = addresses.get("SITE_URL", "http://127.0.0.1:8000")
    env = environment.portal(folder, site_url) | addresses
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.call(command, cwd=places.CHECKOUT, env=env)
