"""Strings are found and carried to the translators; translations are compiled without gettext."""

import gettext
import os
import shutil

import polib
import pytest

from devstack.errors import Refusal
from devstack.messages import carry, compile_messages, extract

FRENCH = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Cases"
msgstr "Dossiers"

#, fuzzy
msgid "Help"
msgstr "Secours"
"""


def write(tmp_path):
    source = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(FRENCH)
    return source


def test_translations_are_compiled_and_guesses_left_out(tmp_path):
    (target,) = compile_messages(tmp_path) if write(tmp_path) else ()

    with target.open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("Cases") == "Dossiers"
    assert french.gettext("Help") == "Help"


def test_only_what_changed_is_compiled_again(tmp_path):
    source = write(tmp_path)
    compile_messages(tmp_path)

    assert compile_messages(tmp_path) == []

    later = source.stat().st_mtime + 60
    os.utime(source, (later, later))
    assert compile_messages(tmp_path) == [source.with_suffix(".mo")]


MODULE = """
_ = gettext_lazy
title = _("Cases")
# Translators: of a case
state = pgettext_lazy("case", "Open")
count = ngettext("%d case", "%d cases", 2)
"""
TEMPLATE = """
{% translate "Help" %}
{% blocktranslate trimmed with name=user %}
  Hello,
  {{ name }}.
{% endblocktranslate %}
"""


@pytest.fixture
def product(tmp_path):
    """A tree with one package, its tests and a template; gettext is needed to read it."""
    if shutil.which("xgettext") is None:
        assert not os.environ.get("CI"), "CI needs gettext."
        pytest.skip("gettext is not installed: strings cannot be looked for")
    for name, text in {
        "shop/__init__.py": "",
        "shop/views.py": MODULE,
        "tests/__init__.py": "",
        "tests/test_views.py": '_("Not for customers")',
        "templates/shop/index.html": TEMPLATE,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_strings_are_found_in_modules_and_templates(product):
    found = {(entry.msgctxt, entry.msgid) for entry in extract(product)}

    assert found == {
        (None, "Cases"),
        ("case", "Open"),
        (None, "%d case"),
        (None, "Help"),
        (None, "Hello, %(name)s."),
    }
    assert sorted(path.name for path in (product / "templates/shop").iterdir()) == ["index.html"]


def test_the_catalogue_follows_the_sources_and_keeps_what_is_translated(product):
    source = write(product)
    source.write_text(source.read_text() + '\nmsgid "Gone"\nmsgstr "Parti"\n')

    untranslated = carry(extract(product), source)

    words = {entry.msgid: entry.msgstr for entry in polib.pofile(str(source))}
    assert words["Cases"] == "Dossiers"
    assert words["Open"] == ""
    assert "Gone" not in words
    assert untranslated == 4


def test_a_guess_is_not_taken_for_a_translation(product):
    source = write(product)

    carry(extract(product), source)

    assert polib.pofile(str(source)).find("Help").msgstr == ""


def test_without_gettext_the_remedy_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Refusal, match="apt install gettext"):
        extract(tmp_path)
