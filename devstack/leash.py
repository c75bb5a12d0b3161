"""Becomes another program that the kernel ends when its parent ends.

`python -I -S leash.py PARENT SIGNAL USER PROGRAM ARGUMENTS…`: PARENT is the process that must live
on, SIGNAL is what the program gets when it does not, USER is the uid to run as (- to stay).
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(user: int) -> None:
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)


def calm_signals() -> None:
    """A shell's `&` hands down ignored signals, which would outlive the exec."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)


def die_with_parent(parent: int, last_word: int) -> None:
    """Ask the kernel; a change of user clears the wish, so it comes first. macOS can't do it."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, last_word):
        sys.exit(f"prctl: {os.strerror(ctypes.get_errno())}")
    if os.getppid() != parent:  # It ended before we asked.
        sys.exit(1)


def main(parent: str, last_word: str, user: str, program: str, *arguments: str) -> None:
    if user != "-":
        become(int(user))
    calm_signals()
    die_with_parent(int(parent), int(last_word))
    try:
        os.execv(program, [program, *arguments])
    except OSError as error:
        sys.exit(f"{program}: {error.strerror}")


if __name__ == "__main__":
    main(*sys.argv[1:])
