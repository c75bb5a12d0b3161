"""What the person at the terminal sees; nobody reading it must not stop the portal."""

import os
import queue
import threading
from contextlib import suppress
from typing import IO

STDOUT = 1
WIDTH = 6
_lines: queue.Queue[str] = queue.Queue(maxsize=2_000)


def say(line: str) -> None:
    """Print a line, unless two thousand already wait for a reader."""
    with suppress(queue.Full):
        _lines.put_nowait(line)


def show(name: str, output: IO[bytes]) -> None:
    """Print what a process writes, each line under its name, until it closes its output."""
    threading.Thread(target=_relay, args=(name, output), daemon=True).start()


def open_console() -> None:
    """Begin to print, in a thread: a write to a full pipe blocks for ever."""
    threading.Thread(target=_print, daemon=True).start()


def close_console(patience: float = 2.0) -> None:
    """Wait until everything is printed, but not for ever."""
    rest = threading.Thread(target=_lines.join, daemon=True)
    rest.start()
    rest.join(patience)


def _relay(name: str, output: IO[bytes]) -> None:
    for line in output:
        say(f"{name:<{WIDTH}} | {line.decode(errors='replace').rstrip()}")


def _print() -> None:
    while True:
        line = f"{_lines.get()}\n".encode()
        with suppress(OSError):  # The reader has gone; the portal goes on.
            while line:
                line = line[os.write(STDOUT, line) :]
        _lines.task_done()
