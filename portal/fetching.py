"""Fetches a file from somebody else's server: over https, never from our own network, bounded."""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

MOST_BYTES = 2 * 1024 * 1024
SECONDS = 15
"""For all of it, however slowly it trickles."""


class FetchError(Exception):
    """The file was not fetched; says why."""


NAT64 = ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether the address belongs to the internet, and to nobody's own network."""
    ip = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (ip, _within(ip)))


def _within(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address of version 4 that one of version 6 leads to, where it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


@dataclass(frozen=True)
class Fetcher:
    """What tests set otherwise: which addresses are allowed, and whose certificates are trusted."""

    allows: Callable[[str], bool] = is_public
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    most_bytes: int = MOST_BYTES
    seconds: float = SECONDS

    def fetch(self, url: str) -> bytes:
        """What is there. Raises FetchError; also for a redirection, which may lead anywhere."""
        parts = _parts(url)
        connection = _Connection(parts, self._address(parts), self.context, self.seconds)
        alarm = Timer(self.seconds, connection.abort)
        alarm.start()
        try:
            connection.request("GET", _path(parts), headers={"Accept-Encoding": "identity"})
            return self._read(connection, connection.getresponse())
        except (OSError, HTTPException, ValueError) as error:
            raise FetchError(_("The server can't be reached: %(why)s") % {"why": error}) from error
        finally:
            alarm.cancel()
            connection.close()

    def _address(self, parts: SplitResult) -> str:
        """Looked up once and connected to: a second look could find another."""
        try:
            found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(_("There is no server of this name.")) from error
        addresses = [str(row[4][0]) for row in found]
        if not all(self.allows(address) for address in addresses):
            raise FetchError(_("The address leads into a private network."))
        return addresses[0]

    def _read(self, connection: "_Connection", answer: HTTPResponse) -> bytes:
        if answer.status != HTTPStatus.OK:
            raise FetchError(_("The server answers %(status)d.") % {"status": answer.status})
        text = answer.read(self.most_bytes + 1)
        if len(text) > self.most_bytes:
            raise FetchError(_("The file is too large."))
        if connection.is_aborted or answer.length:
            raise FetchError(_("The server broke off, or was too slow."))
        return text


class _Connection(HTTPSConnection):
    """To one address, for the host whose certificate it must show."""

    def __init__(
        self, parts: SplitResult, address: str, context: ssl.SSLContext, seconds: float
    ) -> None:
        super().__init__(parts.hostname or "", parts.port or 443, timeout=seconds, context=context)
        self._to, self._trust = (address, parts.port or 443), context
        self._open: socket.socket | None = None
        """Kept here: `sock` goes as soon as the answer begins."""
        self.is_aborted = False

    def connect(self) -> None:
        self.sock = socket.create_connection(self._to, self.timeout)
        self._open = self.sock
        self._open = self.sock = self._trust.wrap_socket(self.sock, server_hostname=self.host)

    def abort(self) -> None:
        """From another thread: whoever waits for the server waits no longer."""
        self.is_aborted = True
        if self._open:
            with suppress(OSError):
                self._open.shutdown(socket.SHUT_RDWR)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        valid = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.username is not None or any(sign <= " " for sign in url):
        raise FetchError(_("The address must begin with https:// and name a server."))
    return parts


def _path(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return (parts.path or "/") + query
