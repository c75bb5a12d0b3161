"""The share names that only the project synchronization may give (SHA-8), in whatever disguise."""

import re
import unicodedata

RESERVED = "Cloud Shared Access from ACC"
RESERVED_NAMES = (RESERVED, "Accès partagé dans le cloud depuis ACC")

SEEN_AS = {
    "a": "аαɑꭺ4",
    "c": "сϲϹꮯ",
    "d": "ԁꭰ",
    "e": "еεҽꭼ3",
    "f": "ϝ",
    "g": "ɡցԍꮐ",
    "h": "һհнηꮋ",
    "i": "іıιӏǀ|!1lꮖꮮ",
    "m": "мμꮇ",
    "n": "пոν",
    "o": "оοσօ0",
    "p": "рρꮲ",
    "r": "гꭱ",
    "s": "ѕ5ꮪ",
    "t": "тτꭲ7",
    "u": "υսц",
}
"""Small letters of other scripts, and digits, that are read as one of ours; `l` is read as `i`."""

LOOKALIKES = {ord(other): letter for letter, others in SEEN_AS.items() for other in others}

NAMED = re.compile(r"\b(?:LATIN|SYMBOL)\b.* LETTER (?:SMALL CAPITAL )?([A-Z])(?: WITH .*)?$")
"""What Unicode calls a letter of ours with a stroke, in a circle or as a small capital."""


def is_reserved(name: str) -> bool:
    """Whether people would read it as one of the reserved names."""
    return _skeleton(name).startswith(tuple(_skeleton(reserved) for reserved in RESERVED_NAMES))


def _skeleton(text: str) -> str:
    """What the eye keeps: no case, accents, spaces or invisible characters, and one letter for all
    that look alike."""
    folded = unicodedata.normalize("NFKD", text.translate(LOOKALIKES)).casefold().lower()
    seen = "".join(_letter(character) for character in folded)
    return seen.translate(LOOKALIKES).replace("rn", "m")


def _letter(character: str) -> str:
    """As a letter from a to z; nothing for what is none."""
    character = character.translate(LOOKALIKES)
    if "a" <= character <= "z":
        return character
    named = NAMED.search(unicodedata.name(character, ""))
    return named[1].lower() if named else ""
