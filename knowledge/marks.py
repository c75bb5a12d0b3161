"""Shows where in an article the words of a search stand."""

import re
from typing import Any

from django.contrib.postgres.search import SearchConfig, SearchHeadline
from django.db.models import Case, F, Func, Value, When
from django.db.models.functions import Left
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

BEGIN, END = "\x02", "\x03"
"""Nobody types these; what the database put between them is escaped before it is marked."""

MARKED = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
LOOKED_AT = 20_000
"""Characters of the text; the words may stand behind them, then its beginning is shown."""


def marks_of(words: Any) -> dict[str, Any]:
    """For `annotate`, as to be shown by `show`: the whole title, and the places in the text."""
    return {
        "marked_title": _headline(F("title"), words, highlight_all=True),
        "excerpt": _headline(
            _plain(Left("body", LOOKED_AT)),
            words,
            max_fragments=2,
            min_words=10,
            max_words=25,
            short_word=0,
            fragment_delimiter=" … ",
        ),
    }


def show(text: str) -> SafeString:
    """Each piece is escaped; of those that the split yields every second one is marked."""
    pieces = enumerate(MARKED.split(text))
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", piece) if n % 2 else piece,) for n, piece in pieces),
    )


def plain_excerpt(text: str) -> str:
    """Without the marks."""
    return MARKED.sub(r"\1", text)


def _headline(text: Any, words: Any, **options: Any) -> SearchHeadline:
    config = Case(
        When(language="fr", then=Value("guichet_french")), default=Value("guichet_english")
    )
    return SearchHeadline(
        text, words, config=SearchConfig(config), start_sel=BEGIN, stop_sel=END, **options
    )


def _plain(text: Any) -> Func:
    """Markdown without its signs: links and images as their words."""
    linked = _without(text, r"!?\[([^\]]*)\]\([^)]*\)", r"\1")
    return _without(linked, r"[*`|~]+|^[ \t]*(#+|[-+>]+)[ \t]+|:?-{3,}:?", "")


def _without(text: Any, pattern: str, rest: str) -> Func:
    return Func(text, Value(pattern), Value(rest), Value("gn"), function="regexp_replace")
