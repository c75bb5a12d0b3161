"""The whole portal on one laptop: servers, web, worker and beat, until somebody stops it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from signal import Signals
from socket import socket
from urllib.parse import urlsplit

from devstack import environment, leash, network, places, processes, servers
from devstack.console import close_console, open_console, say, show
from devstack.errors import Refusal
from devstack.messages import compile_messages
from devstack.processes import Crew, Process

PATIENCE = 60.0
HEALTH = b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"
WEB = ["gunicorn", "portal.wsgi", "--worker-class=gthread", "--threads=8", "--graceful-timeout=3"]
QUIET = ["--log-level=warning", "--no-control-socket"]
CELERY = ["celery", "--quiet", "-A", "portal"]
WORKER = [*CELERY, "worker", "--pool=threads", "--concurrency=2", "--without-mingle"]
BEAT = [*CELERY, "beat", "--pidfile="]


def run() -> int:
    """Run the portal: 0 when asked to stop, 1 when a part of it ended by itself. Raises Refusal."""
    folder = places.data_folder()
    _end_with_make()
    open_console()
    try:
        with places.kept(folder), Crew() as ground, Crew() as portal, _stoppable():
            _start(folder, ground, portal)
            return _watch(ground, portal)
    except KeyboardInterrupt:
        say("Stopped.")
        return 0
    finally:
        close_console()


def _end_with_make() -> None:
    """Whoever kills `make run` means us, and make, killed outright, can't pass it on."""
    with suppress(OSError):
        parent = os.getppid()
        if Path(f"/proc/{parent}/comm").read_text().strip() in {"make", "gmake"}:
            leash.die_with_parent(parent, Signals.SIGTERM)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Every way of asking raises KeyboardInterrupt here; nothing interrupts the stopping."""
    signals = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # Else we run under nohup.
        signals.append(signal.SIGHUP)
    for number in signals:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)


def _start(folder: Path, ground: Crew, portal: Crew) -> None:
    with _listener(folder) as listener:
        port = listener.getsockname()[1]
        site = f"http://{network.LOOPBACK}:{port}"
        say("Starting the servers…")
        urls = servers.start(folder, ground)
        places.note(folder, SITE_URL=site, **urls)
        env = environment.portal(folder, site) | urls
        sign_ins = _prepare(folder, portal, env)
        web = _launch("web", [*WEB, *QUIET, f"--bind=fd://{listener.fileno()}"], env, listener)
        portal.add(web)
    if not web.comes_up(partial(network.answers, port, HEALTH, b" 200 "), patience=PATIENCE):
        raise Refusal("The portal does not answer; the lines above say why.")
    portal.add(_launch("worker", WORKER, env))
    portal.add(_launch("beat", [*BEAT, f"--schedule={folder / 'beat-schedule'}"], env))
    say(f"Guichet is ready: {site}/")
    say(sign_ins)


def _listener(folder: Path) -> socket:
    """On `PORT`; or where the last run was, whose mails link there; or anywhere."""
    if wish := os.environ.get("PORT"):
        return network.reserve(_number(wish))
    with suppress(Refusal):
        last = urlsplit(places.notes(folder).get("SITE_URL", "")).port
        return network.reserve(last or 0, patience=0)
    return network.reserve(0)


def _number(wish: str) -> int:
    if wish.isdecimal() and int(wish) < 65536:
        return int(wish)
    raise Refusal(f"PORT is a number below 65536, not {wish!r}.")


def _prepare(folder: Path, portal: Crew, env: Mapping[str, str]) -> str:
    """Bring translations and database up to date; the table of those who may sign in."""
    say("Preparing the database…")
    compile_messages()
    table = folder / "sign-ins.txt"
    setup = _launch("setup", ["devstack.prepare", table], env)
    portal.add(setup)
    if setup.popen.wait():
        raise Refusal("The database can't be prepared; the lines above say why.")
    portal.members.remove(setup)
    return table.read_text().rstrip()


def _launch(
    name: str, module: Sequence[str | Path], env: Mapping[str, str], *sockets: socket
) -> Process:
    """Start a Python module; what it writes comes to our console."""
    process = Process(
        name,
        [sys.executable, "-m", *module],
        env=env,
        output=subprocess.PIPE,
        # gunicorn takes its workers along; the others are alone, and a worker could wait for ever.
        orphaned=Signals.SIGTERM if name == "web" else Signals.SIGKILL,
        pass_fds=[passed.fileno() for passed in sockets],
    )
    show(name, process.output)
    return process


def _watch(ground: Crew, portal: Crew) -> int:
    """Sleep until a part ends by itself, which ends the whole."""
    while not (fallen := ground.fallen() or portal.fallen()):
        processes.wait_for_an_end()
    status = fallen.popen.returncode
    say(f"{fallen.name} has ended by itself, with status {status}: stopping the rest.")
    return 1
