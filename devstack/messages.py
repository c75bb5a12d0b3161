"""Finds the strings of the product for translators, and compiles what they wrote for Django."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from devstack.errors import Refusal
from devstack.places import CHECKOUT

WORKSHOP = {"tests", "devstack"}
"""Packages whose words no customer reads."""
TEMPLATES = {".html", ".txt"}
XGETTEXT = [
    "xgettext",
    "--language=Python",
    "--from-code=UTF-8",
    "--add-comments=Translators",
    "--add-location=file",
    "--keyword=gettext_noop",
    "--keyword=gettext_lazy",
    "--keyword=ngettext_lazy:1,2",
    "--keyword=pgettext:1c,2",
    "--keyword=pgettext_lazy:1c,2",
    "--keyword=npgettext:1c,2,3",
    "--keyword=npgettext_lazy:1c,2,3",
    "--files-from=-",
    "--output=-",
]
"""What `makemessages` asks for. Unlike it, we leave nothing in the tree, and guess nothing."""


def messages() -> int:
    """Bring every catalogue up to date with the sources and compile it. Raises Refusal."""
    found = extract()
    for source in CHECKOUT.glob("locale/*/LC_MESSAGES/django.po"):
        untranslated = carry(found, source)
        print(f"{source.relative_to(CHECKOUT)}: {len(found)} strings, {untranslated} to translate.")
    compile_messages()
    return 0


def extract(root: Path = CHECKOUT) -> polib.POFile:
    """The strings marked in our packages and templates, untranslated. Raises Refusal."""
    if shutil.which("xgettext") is None:
        raise Refusal("Looking for strings needs gettext: install it (Debian: apt install gettext)")
    with tempfile.TemporaryDirectory() as drafts:
        sources = [*_modules(root), *_templates_as_python(root, Path(drafts))]
        command = [*XGETTEXT, f"--directory={drafts}", f"--directory={root}"]
        names = "\n".join(str(source) for source in sources)
        found = subprocess.run(command, input=names, capture_output=True, check=True, text=True)
    return polib.pofile(found.stdout)


def _modules(root: Path) -> Iterator[Path]:
    packages = {path.parent for path in root.glob("*/__init__.py")}
    for package in sorted(packages):
        if package.name not in WORKSHOP:
            yield from (path.relative_to(root) for path in sorted(package.rglob("*.py")))


def _templates_as_python(root: Path, drafts: Path) -> Iterator[Path]:
    from django.utils.translation.template import templatize  # noqa: PLC0415 - `run` needs it not

    for path in sorted(root.glob("templates/**/*")):
        if path.suffix in TEMPLATES:
            name = path.relative_to(root)
            (drafts / name).parent.mkdir(parents=True, exist_ok=True)
            (drafts / name).write_text(templatize(path.read_text(), origin=str(name)))
            yield name


def carry(found: polib.POFile, source: Path) -> int:
    """Rewrite a catalogue with exactly these strings, what is translated kept; how many are not."""
    catalogue = polib.pofile(str(source), wrapwidth=100)
    known = {_key(entry): entry for entry in catalogue if not entry.fuzzy}
    catalogue.clear()
    for entry in found:
        if old := known.get(_key(entry)):
            entry.msgstr, entry.msgstr_plural = old.msgstr, old.msgstr_plural
            entry.tcomment = old.tcomment
        catalogue.append(entry)
    catalogue.save()
    return len(catalogue.untranslated_entries())


def _key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def compile_messages(root: Path = CHECKOUT) -> list[Path]:
    """Compile what changed since the last time, without gettext; the files written."""
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
