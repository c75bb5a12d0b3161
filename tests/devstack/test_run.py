"""The runner of `make run`: it serves, and nothing of it stays when it goes, whatever the way."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from devstack import places
from devstack.network import free_port
from devstack.processes import leashed
from tests.devstack import scratch

READY = re.compile(r"Guichet is ready: (http://127\.0\.0\.1:\d+/)\n")
PATIENCE = 45
"""Seconds: two crews of eight each, on a machine that does something else."""


class Runner:
    """One `python -m devstack run`, and every process under it."""

    def __init__(self, checkout: Path, data: Path, port: int = 0) -> None:
        given = {"DATABASE_URL", "REDIS_URL", "PORT"}
        env = {name: value for name, value in os.environ.items() if name not in given}
        env |= {"GUICHET_DATA": str(data)} | ({"PORT": str(port)} if port else {})
        self.popen = subprocess.Popen(
            leashed([sys.executable, "-m", "devstack", "run"], signal.SIGTERM, None),
            cwd=checkout,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def until(self, pattern: re.Pattern[str]) -> re.Match[str]:
        """Read what it prints up to this."""
        for line in self.popen.stdout:
            self.said += line
            if match := pattern.search(line):
                return match
        raise AssertionError(f"The runner ended:\n{self.said}")

    def url(self) -> str:
        return self.until(READY)[1]

    def tree(self) -> set[int]:
        """Its own pid and those of all its descendants."""
        parents = {
            int(path.parent.name): _parent(path) for path in Path("/proc").glob("[0-9]*/stat")
        }
        tree = {self.popen.pid}
        while more := {pid for pid, parent in parents.items() if parent in tree} - tree:
            tree |= more
        return tree

    def end(self, number: int) -> int:
        self.popen.send_signal(number)
        self.said += self.popen.communicate(timeout=PATIENCE)[0]
        return self.popen.returncode


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_gone(pids: set[int]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while any(map(_alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(map(_alive, pids))


def get(url: str) -> int:
    with urllib.request.urlopen(f"{url}healthz", timeout=5) as response:
        return response.status


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    return scratch.build(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with places.throw_away() as folder:
        yield folder


@pytest.fixture
def start(checkout, folder) -> Iterator:
    runners = []

    def start(data: str = "data", **options) -> Runner:
        runners.append(Runner(checkout, folder / data, **options))
        return runners[-1]

    yield start
    for runner in runners:
        runner.end(signal.SIGTERM)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_runner_that_is_stopped_or_killed_leaves_no_process(start, number):
    runner = start()
    runner.url()
    pids = runner.tree()

    status = runner.end(number)

    assert len(pids) > 6
    assert all_gone(pids)
    assert status == (-signal.SIGKILL if number == signal.SIGKILL else 0)


def test_a_port_is_taken_over_from_a_runner_just_killed(start):
    port = free_port()
    killed = start(port=port)
    killed.url()
    killed.end(signal.SIGKILL)

    heir = start(port=port)

    assert heir.url() == f"http://127.0.0.1:{port}/"
    assert "olga@acme.example.com" in heir.until(re.compile("olga"))[0] + heir.said


def test_the_end_of_one_part_is_named_and_ends_the_rest(start):
    runner = start()
    runner.url()
    pids = runner.tree()
    web = next(pid for pid in pids if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes())

    os.kill(web, signal.SIGKILL)
    runner.popen.wait(PATIENCE)

    assert all_gone(pids)
    assert runner.popen.returncode == 1
    assert "web has ended by itself" in runner.said + runner.popen.stdout.read()


def test_two_runs_do_not_disturb_each_other(start):
    here, there = start(), start("another folder")
    first, second = here.url(), there.url()

    here.end(signal.SIGKILL)

    assert first != second
    assert get(second) == 200


def test_one_data_folder_has_one_runner(start):
    runner = start()
    url = runner.url()

    late = start()

    assert late.until(re.compile("already runs on .* stop it, or set GUICHET_DATA"))
    assert get(url) == 200
