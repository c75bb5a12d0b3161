"""Translations are compiled without gettext, when they changed."""

import gettext
import os

from devstack.messages import compile_messages

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
