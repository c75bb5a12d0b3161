"""Turns translations that people edit (.po) into those that Django reads (.mo), without gettext."""

import os
from pathlib import Path

import polib

from devstack.places import CHECKOUT


def compile_messages(root: Path = CHECKOUT) -> list[Path]:
    """Compile what changed since the last time; the files written."""
    sources = [*root.glob("locale/*/LC_MESSAGES/*.po"), *root.glob("*/locale/*/LC_MESSAGES/*.po")]
    return [_compile(source) for source in sources if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    """Written aside and moved: another process may be reading the old one."""
    target = source.with_suffix(".mo")
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    return draft.replace(target)
