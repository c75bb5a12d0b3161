"""Gives a test run its servers and its browser; loaded with `-p devstack.pytest_plugin`."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from devstack import servers
from devstack.browser import MISSING, find_chromium
from devstack.errors import Refusal
from devstack.messages import compile_messages

SETTINGS = {
    "DEBUG": "0",
    "SECURE": "0",
    "SECRET_KEY": "a key that only the tests know, and everybody may read",
    "SITE_URL": "http://testserver",
}


def is_worker() -> bool:
    """xdist's workers inherit what their controller set up."""
    return "PYTEST_XDIST_WORKER" in os.environ


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """pytest-django reads the settings here, and they read the environment: we come first."""
    if not is_worker():
        stack = ExitStack()
        early_config.add_cleanup(stack.close)
        try:
            os.environ.update(stack.enter_context(servers.thrown_away()))
        except Refusal as refusal:
            raise pytest.UsageError(str(refusal)) from refusal
        os.environ.update(SETTINGS)
        compile_messages()
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    chromium = find_chromium()
    if chromium:
        os.environ["CHROMIUM"] = chromium
    elif os.environ.get("CI"):
        raise pytest.UsageError(MISSING)


def pytest_report_header() -> str:
    return f"chromium: {find_chromium() or 'none'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if find_chromium():
        return
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not find_chromium():
        terminalreporter.write_line(f"The browser tests were skipped. {MISSING}", yellow=True)
