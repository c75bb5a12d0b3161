"""Says a question in other words: whoever looks for one finds the others."""

import re
import unicodedata
from collections.abc import Iterable

from knowledge.models import Synonyms
from portal.words import OPERATORS

MOST = 12
"""Ways to say the same that one search looks for."""


def fold(text: str) -> str:
    """The words alone, small and without accents, as a search sees them."""
    bare = unicodedata.normalize("NFKD", text.lower())
    return " ".join(re.findall(r"\w+", "".join(c for c in bare if not unicodedata.combining(c))))


def in_other_words(text: str) -> list[str]:
    """Each other way to say it; none where an operator says how the words are meant. One query."""
    if OPERATORS.search(text):
        return []
    return other_words(fold(text), Synonyms.objects.values_list("words", flat=True))


def other_words(text: str, groups: Iterable[list[str]]) -> list[str]:
    """The folded text with the words of each group changed for one another."""
    ways = [text]
    for group in groups:
        words = [fold(word) for word in group]
        for said in words:
            ways += [_replaced(way, said, word) for way in ways for word in words if word != said]
            ways = list(dict.fromkeys(ways))[:MOST]
    return ways[1:]


def _replaced(text: str, said: str, word: str) -> str:
    """Whole words only."""
    return f" {text} ".replace(f" {said} ", f" {word} ").strip()
