"""Finds cases by number and by words in title, description and public comments (LIST-4)."""

import re
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Case as Choose
from django.db.models import F, Max, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from cases.models import Case, Comment
from cases.models.comment import CommentQuerySet
from cases.models.wall import CaseQuerySet
from orgs.actor import Actor
from orgs.models import Product
from portal import words

NUMBER = re.compile(r"\s*(?:E-?)?0*([1-9][0-9]{0,17})\s*", re.IGNORECASE)
MOST_RANKED = 1_000
"""So many of the newest that are found take part in the ranking: its cost has an end."""

NUMBER_FIRST = 1_000_000_000

MOST_COMPARED = 300
MOST_TYPED = 500
"""Letters that are looked at: what is typed for a title is judged later."""

ALIKE = 0.45
"""More than half of the words stand in the title."""


def matching(actor: Actor, text: str) -> CaseQuerySet:
    """The visible cases that the text finds: `E-000000017`, `17`, or words.

    Words as in a search engine: all of them, "in this order", -without, one or another; accents
    and endings don't matter.
    """
    comments = Comment.objects.filter(case__organization=actor.organization)
    return among(Case.objects.visible_to(actor), comments, text)


def among(cases: CaseQuerySet, comments: CommentQuerySet, text: str) -> CaseQuerySet:
    """Those of the cases that the text finds, in themselves or in these of their comments."""
    query = words.query(text)
    # Two index scans and a union: an OR over both tables would read every case.
    found = cases.order_by().filter(search=query).values("pk")
    said = comments.filter(search=query).values("case")
    hits = found.union(said, _numbered(cases.order_by(), text).values("pk"))
    return cases.filter(words.is_any_of(hits))


def best_among(cases: CaseQuerySet, comments: CommentQuerySet, text: str) -> CaseQuerySet:
    """As `among`, but only the newest thousand: those that `relevance` can put in order."""
    newest = among(cases, comments, text).order_by("-pk").values("pk")
    return cases.filter(pk__in=newest[:MOST_RANKED])


def relevance(text: str) -> Any:
    """How well a case answers the text, as a whole number; its own number answers best."""
    query = words.query(text)
    said = Comment.objects.filter(case=OuterRef("pk"), search=query).order_by().values("case")
    best = Coalesce(Subquery(said.annotate(best=Max(words.rank(query))).values("best")), 0)
    named = Choose(When(pk=_number(text), then=Value(NUMBER_FIRST)), default=Value(0))
    return words.rank(query) + best + named


def alike(actor: Actor, title: str, *, product: Product | None, language: str) -> CaseQuerySet:
    """Open cases that may be about the same as one of this title, the likest first.

    Only the newest of those that the actor sees are compared.
    """
    seen = Case.objects.visible_to(actor).open()
    seen = seen.filter(product=product) if product else seen
    newest = seen.order_by("-pk").values("pk")[:MOST_COMPARED]
    asked = words.any_word(title[:MOST_TYPED], language)
    likeness = SearchRank(F("search"), asked)
    found = Case.objects.visible_to(actor).filter(pk__in=newest, search=asked)
    return (
        found.annotate(likeness=likeness).filter(likeness__gte=ALIKE).order_by("-likeness", "-pk")
    )


def _numbered(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    number = _number(text)
    return cases.filter(pk=number) if number else cases.none()


def _number(text: str) -> int:
    number = NUMBER.fullmatch(text)
    return int(number[1]) if number else 0
