"""The browser: named, found, or missed in the right tone."""

import pytest

from devstack import pytest_plugin
from devstack.browser import find_chromium


@pytest.fixture
def no_browser(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def install(folder, name):
    program = folder / name
    program.touch(mode=0o755)
    return str(program)


def test_a_browser_is_found_under_its_usual_names(no_browser):
    program = install(no_browser, "chromium-browser")

    assert find_chromium() == program


def test_the_browser_that_the_environment_names_wins(no_browser, monkeypatch):
    install(no_browser, "chromium")
    program = install(no_browser, "ungoogled")
    monkeypatch.setenv("CHROMIUM", program)

    assert find_chromium() == program


def test_without_a_browser_a_laptop_goes_on_and_ci_does_not(no_browser, monkeypatch, pytestconfig):
    monkeypatch.delenv("CI", raising=False)
    pytest_plugin.pytest_configure(pytestconfig)

    monkeypatch.setenv("CI", "1")
    with pytest.raises(pytest.UsageError, match="Chromium was not found: install it"):
        pytest_plugin.pytest_configure(pytestconfig)
