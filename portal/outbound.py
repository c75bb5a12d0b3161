"""Requests to servers that customers name: over https, never into our own network."""

import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection

from portal.fetching import is_public

SECONDS = 5
"""Between two bytes."""

LONGEST = 15
"""For all of an answer, however slowly it trickles."""

MOST_BYTES = 1024 * 1024


class GuardedAdapter(HTTPAdapter):
    """Connects to the very address that it has looked at: a second look could find another."""

    def __init__(
        self, *, allows: Callable[[str], bool] = is_public, seconds: float = LONGEST
    ) -> None:
        super().__init__()
        self._allows, self._seconds = allows, seconds
        self._alarms: list[Timer] = []

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = partial(_Connection, watch=self._watch)
        return pool

    def close(self) -> None:
        for alarm in self._alarms:
            alarm.cancel()
        super().close()

    def _watch(self, opened: socket.socket) -> None:
        alarm = Timer(self._seconds, _abort, [opened])
        alarm.daemon = True
        self._alarms.append(alarm)
        alarm.start()

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        where, how = super().build_connection_pool_key_attributes(request, verify, cert)
        host = where["host"]
        where["host"] = _address(host, where["port"] or 443, self._allows)
        return where, how | {"server_hostname": host, "assert_hostname": host}

    def add_headers(self, request: requests.PreparedRequest, **kwargs: Any) -> None:
        """The name stands here too, since the connection knows the number only."""
        request.headers["Host"] = urlsplit(request.url or "").netloc


class GuardedSession(requests.Session):
    """What allauth reaches identity providers with; `private` is for those of one's own network."""

    def __init__(self, *, private: bool = False) -> None:
        super().__init__()
        self.trust_env = False
        if not private:
            self.adapters.clear()
            self.mount("https://", GuardedAdapter())

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Without redirections, which may lead anywhere."""
        kwargs.setdefault("timeout", SECONDS)
        answer = super().request(*args, **(kwargs | {"allow_redirects": False, "stream": True}))
        return _read(answer)


class _Connection(HTTPSConnection):
    def __init__(self, *args: Any, watch: Callable[[Any], None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._watch = watch

    def connect(self) -> None:
        super().connect()
        self._watch(self.sock)


def _abort(opened: socket.socket) -> None:
    """From another thread: whoever waits for the server waits no longer."""
    with suppress(OSError):
        opened.shutdown(socket.SHUT_RDWR)


def _read(answer: requests.Response) -> requests.Response:
    """With all that it says. Raises requests.ConnectionError for too much."""
    found = b""
    for part in answer.iter_content(64 * 1024):
        found += part
        if len(found) > MOST_BYTES:
            answer.close()
            raise requests.ConnectionError("The answer is too large.")
    answer._content = found  # as `content` would have read it, but bounded
    return answer


def _address(host: str, port: int, allows: Callable[[str], bool]) -> str:
    """Raises requests.ConnectionError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise requests.ConnectionError(f"There is no server {host}.") from error
    addresses = [str(row[4][0]) for row in found]
    if not all(allows(address) for address in addresses):
        raise requests.ConnectionError(f"{host} leads into a private network.")
    return addresses[0]
