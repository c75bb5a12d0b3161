"""Finds the English that a French reader would meet."""

import re
from functools import cache
from html.parser import HTMLParser

import polib

from devstack.places import CHECKOUT

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


def english_in(html: str) -> set[str]:
    """The English left in a page or a text: a piece of it that is a string of ours, or a piece
    that holds more than three words in a row of one."""
    whole, stretches = _english()
    pieces = {_squeezed(line) for piece in _Reader(html).pieces for line in piece.splitlines()}
    left = {piece for piece in pieces if piece in whole}
    left |= {part for part in stretches for piece in pieces if part in piece}
    return left - AS_IT_IS


class _Reader(HTMLParser):
    """What is read or heard of a page, piece by piece; icons of the desk are words in a font."""

    def __init__(self, html: str):
        super().__init__()
        self.pieces, self.hidden = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in {"script", "style"} or "material-symbols" in (dict(attrs).get("class") or ""):
            self.hidden = tag
        self.pieces += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        if tag == self.hidden:
            self.hidden = None

    def handle_data(self, data):
        if not self.hidden:
            self.pieces.append(data)


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
    return " ".join(text.split())
