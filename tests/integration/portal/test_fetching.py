"""Files of other servers: over https, from the internet only, bounded in size and time."""

import ssl
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from requests import RequestException

from portal.fetching import Fetcher, FetchError, is_public
from portal.outbound import MOST_BYTES, GuardedAdapter, GuardedSession


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        getattr(self, self.path.strip("/").partition("?")[0].replace("-", "_"))()

    def plain(self):
        self.send(200, self.path.encode() + self.headers["Host"].encode())

    def send(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content-Length": len(body), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def large(self):
        self.send(200, b"x" * 1001)

    def huge(self):
        self.send(200, b"x" * (MOST_BYTES + 1))

    def gone(self):
        self.send(404)

    def elsewhere(self):
        self.send(302, Location="https://127.0.0.1/plain")

    def torn(self):
        self.send(200, b"half", **{"Content-Length": 1000})

    def slow(self):
        self.send_response(200)
        self.end_headers()
        for _number in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def slow_head(self):
        for _number in range(100):
            self.wfile.write(b"H")
            self.wfile.flush()
            time.sleep(0.05)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Of «localhost», signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def server(certificate):
    """Its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.handle_error = lambda *args: None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetcher(certificate) -> Fetcher:
    return Fetcher(
        allows=lambda address: True,
        context=ssl.create_default_context(cafile=str(certificate)),
        most_bytes=1000,
        seconds=1,
    )


def test_a_file_is_fetched(server, fetcher):
    answer = fetcher.fetch(f"https://localhost:{server}/plain?region=fr")

    assert answer == f"/plain?region=frlocalhost:{server}".encode()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("large", "too large"),
        ("gone", "404"),
        ("elsewhere", "302"),
        ("torn", "broke off"),
        ("slow", "too slow"),
        ("slow-head", "can't be reached|too slow"),
    ],
)
def test_what_a_server_may_not_do(server, fetcher, path, words):
    begun = time.monotonic()

    with pytest.raises(FetchError, match=words):
        fetcher.fetch(f"https://localhost:{server}/{path}")

    assert time.monotonic() - begun < 3


def test_a_server_must_prove_its_name(server, fetcher):
    with pytest.raises(FetchError, match="certificate"):
        fetcher.fetch(f"https://127.0.0.1:{server}/plain")
    with pytest.raises(FetchError, match="certificate"):
        Fetcher(allows=lambda address: True).fetch(f"https://localhost:{server}/plain")


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "10.0.0.8", "169.254.169.254", "0.0.0.0"]
)
def test_our_own_network_is_closed(host):
    with pytest.raises(FetchError, match="private network"):
        Fetcher().fetch(f"https://{host}/feed.ics")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/feed.ics",
        "file:///etc/passwd",
        "ftp://example.com/x",
        "https://",
        "https://user:secret@example.com/",
        "https://example.com:x/",
        "https://example.com/a b",
        "https://example.com/\r\nHost: other",
        "https://[::1/",
    ],
)
def test_an_address_is_https_and_names_a_server(url):
    with pytest.raises(FetchError, match="https://"):
        Fetcher().fetch(url)


def test_a_name_without_a_server():
    with pytest.raises(FetchError, match="no server of this name"):
        Fetcher().fetch("https://nowhere.invalid/feed.ics")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:0a00:0001::1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d70e", True),
    ],
)
def test_which_addresses_are_public(address, public):
    assert is_public(address) is public


@pytest.fixture
def session():
    """What reaches identity providers, allowed to reach this machine."""
    with GuardedSession() as session:
        session.mount("https://", GuardedAdapter(allows=lambda address: True, seconds=1))
        yield session


def test_an_identity_provider_is_reached(server, session, certificate):
    answer = session.get(f"https://localhost:{server}/plain", verify=str(certificate))

    assert answer.content == f"/plainlocalhost:{server}".encode()


@pytest.mark.rule("ID-5")
@pytest.mark.parametrize("path", ["slow", "slow-head"])
def test_an_identity_provider_keeps_nobody_waiting(server, session, certificate, path):
    began = time.monotonic()

    with suppress(RequestException):  # or with what came until then, which is no JSON
        session.get(f"https://localhost:{server}/{path}", verify=str(certificate))

    assert time.monotonic() - began < 3


@pytest.mark.rule("ID-5")
def test_an_identity_provider_fills_no_memory(server, session, certificate):
    with pytest.raises(RequestException, match="too large"):
        session.get(f"https://localhost:{server}/huge", verify=str(certificate))
