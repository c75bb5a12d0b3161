"""The servers the portal stands on: those the environment names, else our own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack import places, postgres, valkey
from devstack.processes import Crew


def start(folder: Path, crew: Crew, *, durable: bool = True) -> dict[str, str]:
    """Start what the environment does not name: the URLs of what was started. Raises Refusal."""
    urls = {}
    if not _given("REDIS_URL"):
        server, urls["REDIS_URL"] = valkey.start(folder / "valkey")
        crew.add(server)
    if not _given("DATABASE_URL"):
        home = folder / f"postgres-{postgres.MAJOR}"
        server, urls["DATABASE_URL"] = postgres.start(home, durable=durable)
        crew.add(server)
    return urls


def _given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


@contextmanager
def thrown_away() -> Iterator[dict[str, str]]:
    """Servers for a while: their URLs. What they kept goes with them."""
    with places.throw_away() as folder, Crew() as crew:
        yield start(folder, crew, durable=False)
