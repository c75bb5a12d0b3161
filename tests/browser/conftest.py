"""A browser, a mail server and a worker: all real."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Lock
from urllib.parse import urlsplit, urlunsplit

import pytest
from aiosmtpd.controller import Controller
from django.core.signals import request_finished, request_started
from django.db import connection
from playwright.sync_api import Page, expect

from cases import demo
from cases.demo.world import World
from orgs.models import User
from portal.celery import app

expect.set_options(timeout=30_000)

PASSWORD = "guichet-demo"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    quiet = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
        " --disable-component-update --disable-sync --disable-dev-shm-usage"
    )
    return {"executable_path": os.environ.get("CHROMIUM"), "args": quiet.split()}


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    return {
        "locale": "en-GB",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def sign_in(live_server):
    """Sign a page in through the form, as people do."""

    def sign(page: Page, user: User | str) -> None:
        page.goto(f"{live_server.url}/accounts/login/")
        page.locator("input[name=login]").fill(getattr(user, "email", user))
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)

    return sign


@pytest.fixture
def demo_world(live_server) -> World:
    """The demo of `make run`, in the language that its rows are written in."""
    return demo.load()


class Traffic:
    """How many requests the live server, in threads of this process, is busy with."""

    def __init__(self) -> None:
        self._running, self._lock = 0, Lock()

    def begin(self, **kwargs: object) -> None:
        with self._lock:
            self._running += 1

    def end(self, **kwargs: object) -> None:
        with self._lock:
            self._running -= 1

    def wait_for_silence(self, timeout: float = 20) -> None:
        end = time.monotonic() + timeout
        while self._running and time.monotonic() < end:
            time.sleep(0.01)


@pytest.fixture(autouse=True)
def traffic(live_server) -> Iterator[Traffic]:
    """Nobody empties the tables under a request that is still running."""
    traffic = Traffic()
    request_started.connect(traffic.begin)
    request_finished.connect(traffic.end)
    yield traffic
    traffic.wait_for_silence()
    request_started.disconnect(traffic.begin)
    request_finished.disconnect(traffic.end)


@pytest.fixture(autouse=True)
def settled(live_server) -> Iterator[None]:
    """Let the server finish what a closed page still asked for, before the tables are emptied."""
    yield
    end = time.monotonic() + 15
    while time.monotonic() < end and _busy():
        time.sleep(0.1)


def _busy() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle')"
        )
        return cursor.fetchone()[0]


class Letters:
    """What really arrived by SMTP."""

    def __init__(self) -> None:
        self.arrived: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        letter = message_from_bytes(envelope.content, policy=default)
        letter["X-Rcpt"] = ", ".join(envelope.rcpt_tos)
        self.arrived.append(letter)
        return "250 taken"

    def wait_for(self, to: str, containing: str, timeout: float = 60) -> EmailMessage:
        """The first letter to this address whose subject or text holds the words."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            for letter in list(self.arrived):
                if to in letter["X-Rcpt"] and containing in letter["Subject"] + text_of(letter):
                    return letter
            time.sleep(0.1)
        seen = [(letter["X-Rcpt"], letter["Subject"]) for letter in self.arrived]
        raise AssertionError(f"No letter to {to} with {containing!r}; there were {seen}.")


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return body.get_content() if body else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def letters(settings, live_server) -> Iterator[Letters]:
    """A mail server; this process and the worker send to it."""
    handler = Letters()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.SITE_URL = live_server.url
    yield handler
    controller.stop()


def test_database_url() -> str:
    """The address of the database that this test uses, for other processes."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path="/" + connection.settings_dict["NAME"]))


test_database_url.__test__ = False


@pytest.fixture
def worker(letters, settings, live_server, tmp_path) -> Iterator[None]:
    """A Celery worker in a process of its own, on this test's database."""
    queue = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": test_database_url(),
        "SITE_URL": live_server.url,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(settings.EMAIL_PORT),
        "MAIL_DIR": "",
    }
    command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "-P", "threads", "-c", "2"]
    was_eager, was_queue = app.conf.task_always_eager, app.conf.task_default_queue
    app.conf.task_always_eager, app.conf.task_default_queue = False, queue
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "-Q", queue, "--without-mingle", "--without-gossip", "-l", "INFO"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        yield
        process.terminate()
        process.wait(20)
    app.conf.task_always_eager, app.conf.task_default_queue = was_eager, was_queue
