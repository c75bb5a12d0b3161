"""Finds the English that a French reader would meet, and the French that is set wrongly."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import polib
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from devstack.places import CHECKOUT
from tests.test_translations import TYPOGRAPHY

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^<>]+>")
SPOKEN = {
    "aria-label",
    "alt",
    "data-failed",
    "data-label",
    "data-too-large",
    "placeholder",
    "title",
}

# A language is named in itself; the title is both that of a case and of the specimen at home.
AS_IT_IS = {"English", "Orders stop at the payment step"}


SILENT = {"code", "pre", "script", "style", "svg"}
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

WORDS_ALIKE = """
Actions Application Article Articles Billing Catalogue CSV Code Commerce Contact Date Dates
Description E-mail Experience Export Format Guichet Image Images Important Incident
Infrastructure Installation Invitation JSONL Maintenance Markdown Menu Message Messages Minutes
Navigation Notification Notifications Page Pages Permissions Position Production Question
Questions Service Services Session Sessions Source Support Tags Type Types UTC Urgent Version
Versions XLSX esc licence
"""
ALIKE = {"English", "Français", "OpenID Connect", "SAML", "P2 Urgent", "P3 Important"}
ALIKE |= {*WORDS_ALIKE.split(), "Postcode", "under"}  # the last two: pieces of a case
"""Words that are the same in both languages, and names."""

STOP_WORDS = re.compile(
    r"(?<![\w./-])(and|are|by|for|from|has|have|is|not|of|that|the|this|was|which|with|you|your)"
    r"(?![\w./-])",
    re.IGNORECASE,
)
LETTERS = re.compile(r"[^\W\d_]{3,}")
ADDRESS = re.compile(
    r"@|://|^[\w-]+(/[\w -]+)+$|\w\.(example|\w{2,4})\b|^[a-z]+[.-][a-z-]+\b", re.IGNORECASE
)
NUMBER = re.compile(r"\S*\d\S*")
BETWEEN = ("\u202f: ", "\u00a0: ", " | ", " · ", " – ", ": ", ", ", " (", ",", "– ", "· ")


def english_in(html: str) -> set[str]:
    """The English left in a page or a text: a piece of it that is a string of ours, or a piece
    that holds more than three words in a row of one."""
    whole, stretches = _english()
    pieces = pieces_of(html)
    left = {piece for piece in pieces if piece in whole}
    left |= {part for part in stretches for piece in pieces if part in piece}
    return left - AS_IT_IS


def pieces_of(html: str) -> set[str]:
    """What is read or heard of a page, line by line; not what it says to be English."""
    lines = (line for piece in _Reader(html).pieces for line in piece.splitlines())
    return {_squeezed(line) for line in lines} - {""}


class _Reader(HTMLParser):
    """Icons of the desk are words in a font."""

    def __init__(self, html: str):
        super().__init__()
        self.pieces, self.open = [], []
        self.feed(html)

    @property
    def is_silent(self) -> bool:
        return any(silent for _tag, silent in self.open)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        silent = tag in SILENT or "material-symbols" in (named.get("class") or "")
        silent = silent or (named.get("lang") == "en" and tag != "html")
        if not self.is_silent and not silent:
            self.pieces += [value for name, value in attrs if name in SPOKEN and value]
        if tag not in EMPTY:
            self.open.append((tag, silent))

    def handle_endtag(self, tag):
        tags = [opened for opened, _silent in self.open]
        if tag in tags:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data):
        if not self.is_silent:
            self.pieces.append(data)


class Ear:
    """Knows what people typed, which stays as it is in any language; `desk` is where they typed
    both languages and see both."""

    def __init__(self, *, desk: bool = False) -> None:
        texts = {_squeezed(line) for text in _typed(desk) for line in text.splitlines()}
        self.typed = {text.casefold() for text in texts | ALIKE}
        self.whole = "\n".join(texts)

    def same_in_both(self, french: str, english: str) -> set[str]:
        """What two pages have in common although somebody ought to have translated it."""
        both = pieces_of(french) & pieces_of(english)
        return {piece for piece in both if not self.may_stay(piece)}

    def sounds_english(self, html: str) -> set[str]:
        return {piece for piece in pieces_of(html) if self._sounds_english(piece)}

    def _sounds_english(self, piece: str) -> bool:
        """What was typed may stand beside what is said."""
        if not STOP_WORDS.search(piece) or self.may_stay(piece):
            return False
        cut = (piece.split(separator) for separator in BETWEEN if separator in piece)
        return all(any(map(self._sounds_english, parts)) for parts in cut)

    def set_wrongly(self, html: str) -> set[str]:
        pieces = (piece for piece in pieces_of(html) if _is_set_wrongly(piece))
        return {piece for piece in pieces if not self.may_stay(piece)}

    def may_stay(self, piece: str) -> bool:
        """What was typed, a name, an address, a number; or several of them."""
        if self._is_known(piece) or self._is_known(NUMBER.sub("", piece)):
            return True
        cut = (piece.split(separator) for separator in BETWEEN if separator in piece)
        return any(all(map(self.may_stay, parts)) for parts in cut)

    def _is_known(self, piece: str) -> bool:
        piece = piece.strip(" ,:–|·()«»\u00a0")
        if piece.casefold() in self.typed or not LETTERS.search(piece) or ADDRESS.search(piece):
            return True
        return " " in piece and piece in self.whole


def _typed(desk: bool) -> Iterator[str]:
    """The texts of all rows; to customers English is not said where there is French."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if desk or not field.name.endswith("_en"):
                yield from _texts(model._default_manager.values_list(field.name, flat=True), field)
    yield from map(str, apps.get_model("orgs.User").objects.all())


def _texts(values: Iterable[Any], field: models.Field) -> Iterator[str]:
    if isinstance(field, models.JSONField):
        yield from (leaf for value in values for leaf in _leaves(value))
    elif isinstance(field, ArrayField):
        yield from (str(leaf) for value in values for leaf in (*(value or ()), _joined(value)))
    elif isinstance(field, models.CharField | models.TextField) and not field.choices:
        yield from map(str, values)


def _joined(value: Any) -> str:
    return ", ".join(map(str, value or ()))


def _leaves(value: Any) -> Iterator[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _leaves(one)
    if isinstance(value, str):
        yield value


def _is_set_wrongly(piece: str) -> bool:
    return any(re.search(wrong, piece) for _name, wrong in TYPOGRAPHY)


@cache
def _english() -> tuple[set[str], set[str]]:
    """What our catalogue translates: whole strings, and their longer stretches between names."""
    catalogue = polib.pofile(str(CHECKOUT / "locale/fr/LC_MESSAGES/django.po"))
    texts = {
        text
        for entry in catalogue
        for text in (entry.msgid, entry.msgid_plural)
        if text and text not in {entry.msgstr, *entry.msgstr_plural.values()}
    }
    stretches = {_squeezed(part) for text in texts for part in PLACEHOLDER.split(text)}
    return texts, {part for part in stretches if len(part.split()) > 3}


def _squeezed(text: str) -> str:
    """No-break spaces stay: they are part of what is said."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" \t\r\n")
