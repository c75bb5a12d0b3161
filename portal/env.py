"""Typed readers of the environment; an unusable value stops the process with one sentence."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable, or the content of the file that NAME_FILE points to, or the default.

    Raises ImproperlyConfigured when there is none of the three.
    """
    if name in os.environ:
        return os.environ[name]
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    if default is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (or {name}_FILE).")
    return default


def flag(name: str, default: str) -> bool:
    """A switch: 1 is on, 0 is off, and nothing else is taken."""
    value = text(name, default)
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} is 0 or 1, not {value!r}.")
    return value == "1"


def number(name: str, default: str) -> int:
    value = text(name, default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def apps(variable: str, /, **app: Any) -> list[dict[str, Any]]:
    """The one provider of sign-ins that is described, if the variable is set."""
    return [app] if text(variable, "") else []
