"""Processes that end with us, whatever ends us."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from signal import Signals
from typing import IO, Self

from devstack import leash
from devstack.places import CHECKOUT

PATIENCE = 8.0
"""Seconds that a process, or a crew as a whole, has to stop by itself."""
Command = Sequence[str | Path]


class Process:
    """A running program, in a group of its own: Ctrl-C reaches it only through us."""

    def __init__(
        self,
        name: str,
        command: Command,
        *,
        env: Mapping[str, str],
        output: IO[bytes] | int,
        stop_with: Signals = Signals.SIGTERM,
        orphaned: Signals = Signals.SIGKILL,
        user: int | None = None,
        pass_fds: Iterable[int] = (),
    ) -> None:
        """Start it. `stop_with` is the signal we end it with, `orphaned` the kernel's, after us."""
        self.name = name
        self.stop_with = stop_with
        self.popen = subprocess.Popen(
            leashed(command, orphaned, user),
            cwd=_workplace(user),
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=tuple(pass_fds),
        )

    @property
    def output(self) -> IO[bytes]:
        """What it writes, if it was started with `output=PIPE`."""
        assert self.popen.stdout is not None
        return self.popen.stdout

    @property
    def ended(self) -> bool:
        return self.popen.poll() is not None

    def comes_up(self, ready: Callable[[], bool], *, patience: float) -> bool:
        """Wait until it is ready. When it ends instead, or takes too long: see it off, False."""
        deadline = time.monotonic() + patience
        try:
            while not self.ended and time.monotonic() < deadline:
                if ready():
                    return True
                time.sleep(0.05)
        except KeyboardInterrupt:
            self.ask_to_stop()
            self.see_off()
            raise
        return False

    def ask_to_stop(self) -> None:
        self.popen.send_signal(self.stop_with)

    def see_off(self, patience: float = PATIENCE) -> None:
        """Wait until it has stopped, or kill it; and kill what it left behind in any case."""
        with suppress(subprocess.TimeoutExpired):
            self.popen.wait(patience)
        # macOS says PermissionError of a group in which only zombies are left.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


class Crew:
    """Processes that go together."""

    def __init__(self) -> None:
        self.members: list[Process] = []

    def add(self, member: Process) -> Process:
        self.members.append(member)
        return member

    def fallen(self) -> Process | None:
        """A member that has ended by itself."""
        return next((member for member in self.members if member.ended), None)

    def stop(self) -> None:
        for member in self.members:
            member.ask_to_stop()
        deadline = time.monotonic() + PATIENCE
        while self.members:
            self.members.pop().see_off(max(deadline - time.monotonic(), 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def run(
    command: Command, *, env: Mapping[str, str], text: str, user: int | None
) -> subprocess.CompletedProcess[str]:
    """Run a short program to its end, giving it this text to read; it too ends with us."""
    return subprocess.run(
        leashed(command, Signals.SIGKILL, user),
        cwd=_workplace(user),
        env=dict(env),
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def wait_for_an_end() -> None:
    """Sleep until some child of ours has ended."""
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)


def leashed(command: Command, orphaned: Signals, user: int | None) -> list[str]:
    """The command behind `devstack.leash`. Call from the main thread: the kernel watches that."""
    words = [os.getpid(), int(orphaned), "-" if user is None else user, *command]
    return [sys.executable, "-I", "-S", leash.__file__, *map(str, words)]


def _workplace(user: int | None) -> Path:
    """Another user may not be let into the checkout."""
    return CHECKOUT if user is None else Path("/")
