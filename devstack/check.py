"""Everything that can be said of the code without running its tests."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from devstack import servers
from devstack.places import CHECKOUT

IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
PRODUCTION = {
    "DEBUG": "0",
    "SECURE": "1",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "SITE_URL": "https://support.example.com",
    "ALLOWED_HOSTS": "support.example.com",
    "DJANGO_SETTINGS_MODULE": "portal.settings",
}


def check() -> int:
    """Run every step, also after one has failed: 1 if any did, else 0. Raises Refusal."""
    with servers.thrown_away() as urls:
        env = os.environ | PRODUCTION | urls
        failed = [name for name, command in _steps() if not _passes(name, command, env)]
    print(f"Failed: {', '.join(failed)}." if failed else "All is well.")
    return 1 if failed else 0


def _steps() -> Iterator[tuple[str, list[str]]]:
    python, djade = sys.executable, str(Path(sys.executable).with_name("djade"))
    manage = [python, "manage.py"]
    yield "lint", [python, "-m", "ruff", "check"]
    yield "format", [python, "-m", "ruff", "format", "--check"]
    yield "templates", [djade, "--check", "--target-version", "5.2", *_templates()]
    yield "imports", [python, "-c", IMPORTS]
    yield "types", [python, "-m", "mypy", "."]
    yield "security", [python, "-m", "bandit", "-q", "--severity-level=medium", "-r", *_packages()]
    yield "migrations", [*manage, "makemigrations", "--check", "--dry-run"]
    yield "settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"]


def _passes(name: str, command: Sequence[str], env: Mapping[str, str]) -> bool:
    print(f"── {name}", flush=True)
    began = time.monotonic()
    status = subprocess.call(command, cwd=CHECKOUT, env=env)
    word = "failed" if status else "passed"
    print(f"── {name} {word} in {time.monotonic() - began:.1f} s", flush=True)
    return status == 0


def _templates() -> list[str]:
    return [str(path) for path in sorted(CHECKOUT.glob("templates/**/*.html"))]


def _packages() -> list[str]:
    """All but the tests."""
    found = (path.parent for path in CHECKOUT.glob("*/__init__.py"))
    return [package.name for package in sorted(found) if package.name != "tests"]
