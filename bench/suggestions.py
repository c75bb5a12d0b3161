"""How long suggestions take, and the search of the help center (WIZ-8)."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from bench.library import fill
from bench.watch import Stopwatch
from bench.writing import questions
from knowledge.models import LANGUAGES, Article
from knowledge.search import search
from knowledge.suggestions import suggest
from orgs.models import Product

QUESTIONS = 200

SCAN = re.compile(r" (on|using) (knowledge_)?article|Execution")

Ask = Callable[[str, str], Iterable[Any]]


def run(articles: int) -> None:
    """Fill the shelves, ask, print what it took and by which way the longest text was answered."""
    product = fill(articles)[0]
    print(f"{articles} articles, {QUESTIONS} texts of 4 to 2,400 characters, half in French")
    for what, ask in _kinds(product).items():
        print(f"{what:<24} {_measure(ask)}")
    _language, longest = _texts()[-1]
    plan = _suggest(product, "fr", longest).explain(analyze=True, costs=False)
    print("\n".join(line for line in plan.splitlines() if SCAN.search(line)))


def _kinds(product: Product) -> dict[str, Ask]:
    readable = Article.objects.readable_by(AnonymousUser())
    return {
        "suggestions": lambda language, text: _suggest(product, language, text),
        "search, three words": lambda language, text: search(
            readable, " ".join(text.split()[:3]), language=language
        )[:20],
    }


def _suggest(product: Product, language: str, text: str) -> Any:
    return suggest(user=AnonymousUser(), text=text, product=product, language=language)


def _texts() -> list[tuple[str, str]]:
    share = QUESTIONS // len(LANGUAGES)
    return [(key, text) for key, _label in LANGUAGES for text in questions(key, share)]


def _measure(ask: Ask) -> Stopwatch:
    watch = Stopwatch()
    with connection.execute_wrapper(watch):
        for language, text in _texts():
            list(ask(language, text))
    return watch
