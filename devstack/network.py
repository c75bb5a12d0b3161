"""Loopback ports."""

import socket
import time

from devstack.errors import Refusal

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    with reserve(0) as probe:
        return int(probe.getsockname()[1])


def reserve(port: int, *, patience: float = 3.0) -> socket.socket:
    """A socket bound to this port (0 for any), not listening yet.

    Waits a little for a server that is just going. Raises Refusal when the port stays taken.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return _bind(port)
        except OSError as error:
            if time.monotonic() > deadline:
                remedy = "set PORT to another one"
                raise Refusal(f"Can't use port {port} ({error.strerror}): {remedy}.") from error
            time.sleep(0.1)


def _bind(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError:
        listener.close()
        raise
    return listener


def answers(port: int, question: bytes, expected: bytes) -> bool:
    """Does a server on this port answer the question with a first line that holds the expected?"""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=5) as connection:
            connection.sendall(question)
            return expected in connection.recv(256).partition(b"\n")[0]
    except OSError:
        return False
