"""Requests to servers that customers name: over https, never into our own network."""

import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from portal.fetching import is_public

SECONDS = 5


class GuardedAdapter(HTTPAdapter):
    """Connects to the very address that it has looked at: a second look could find another."""

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        where, how = super().build_connection_pool_key_attributes(request, verify, cert)
        host = where["host"]
        where["host"] = _public_address(host, where["port"] or 443)
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
        return super().request(*args, **(kwargs | {"allow_redirects": False}))


def _public_address(host: str, port: int) -> str:
    """Raises requests.ConnectionError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise requests.ConnectionError(f"There is no server {host}.") from error
    addresses = [str(row[4][0]) for row in found]
    if not all(is_public(address) for address in addresses):
        raise requests.ConnectionError(f"{host} leads into a private network.")
    return addresses[0]
