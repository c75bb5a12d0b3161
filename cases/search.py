"""Finds cases by number and by words in title, description and public comments (LIST-4)."""

import re

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery

from cases.models import Case, Comment
from cases.models.comment import CommentQuerySet
from cases.models.wall import CaseQuerySet
from orgs.actor import Actor

NUMBER = re.compile(r"\s*(?:E-?)?0*([1-9][0-9]{0,17})\s*", re.IGNORECASE)
OPERATORS = re.compile(r"[\"-]|\bor\b", re.IGNORECASE)
CONFIGS = ("simple", "english", "french")
"""As they are, and as the two languages of the interface inflect them."""


def matching(actor: Actor, text: str) -> CaseQuerySet:
    """The visible cases that the text finds: `E-000000017`, `17`, or words.

    Words as in a search engine: all of them, "in this order", -without, one or another.
    """
    comments = Comment.objects.filter(case__organization=actor.organization)
    return among(Case.objects.visible_to(actor), comments, text)


def among(cases: CaseQuerySet, comments: CommentQuerySet, text: str) -> CaseQuerySet:
    """Those of the cases that the text finds, in themselves or in these of their comments."""
    words = _words(text)
    # Two index scans and a union: an OR over both tables would read every case.
    found = cases.order_by().filter(search=words).values("pk")
    said = comments.filter(search=words).values("case")
    hits = found.union(said, _numbered(cases.order_by(), text).values("pk"))
    return cases.filter(pk__in=hits)


def _numbered(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    number = NUMBER.fullmatch(text)
    return cases.filter(pk=int(number[1])) if number else cases.none()


def _words(text: str) -> SearchQuery | CombinedSearchQuery:
    """In any of the languages; as beginnings of words too, where no operator says otherwise."""
    simple, *languages = (
        SearchQuery(text, config=config, search_type="websearch") for config in CONFIGS
    )
    query = simple
    for language in languages:
        query |= language
    beginnings = " & ".join(f"{word}:*" for word in re.findall(r"\w{2,}", text))
    if beginnings and not OPERATORS.search(text):
        query |= SearchQuery(beginnings, config="simple", search_type="raw")
    return query
