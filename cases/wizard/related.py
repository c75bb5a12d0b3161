"""What may spare somebody the case that they write: articles, an open case like it (WIZ-8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Left
from django.utils.translation import get_language, ngettext

from cases import policy, search
from cases.models import Case, CaseDraft, Watcher
from cases.models.watcher import MAX_WATCHERS
from cases.wizard.offer import rows_of
from knowledge.models import Article
from knowledge.suggestions import suggest
from orgs.actor import Actor
from orgs.models import Organization, Product, User

ENOUGH = 4
"""Letters, before something is suggested."""
BEGINNING = 500
MOST_CASES = 3
MOST_NOTED = 100


@dataclass(frozen=True)
class LikeCase:
    """An open case like the one being written, and what its reader has to do with it."""

    case: Case
    requester: str
    is_own: bool
    is_watched: bool
    is_full: bool
    may_watch: bool


@dataclass(frozen=True)
class Related:
    articles: list[Any]
    """Each knows whether it `is_about_product`."""
    cases: list[LikeCase]

    def __bool__(self) -> bool:
        return bool(self.articles or self.cases)

    @property
    def heard(self) -> str:
        """What a screen reader says of it."""
        count = len(self.articles) + len(self.cases)
        words = ngettext(
            "%(count)s suggestion after the form.", "%(count)s suggestions after the form.", count
        )
        return words % {"count": count} if count else ""

    def note(self, draft: CaseDraft) -> None:
        """Count what was shown, once for each article; who writes on forgets none of it."""
        known = dict.fromkeys([*draft.suggested, *(article.pk for article in self.articles)])
        draft.suggested = list(known)[:MOST_NOTED]


NOTHING = Related([], [])


def related(actor: Actor, answers: Mapping[str, Any], product: Product | None) -> Related:
    """To what was typed so far, whether complete or not. One query."""
    title, description = (str(answers.get(name, "")) for name in ("title", "description"))
    text = f"{title}\n{description}".strip()
    if len(text) < ENOUGH:
        return NOTHING
    language = get_language() or "en"
    found = Organization.objects.values(
        suggested=_articles(actor.user, text, product, language),
        alike=_cases(actor, title, product, language),
    ).get(pk=actor.organization.pk)
    return Related(
        [_article(**row) for row in found["suggested"]],
        [_like_case(actor, **row) for row in found["alike"]],
    )


def _articles(user: User, text: str, product: Product | None, language: str) -> Any:
    found = suggest(user=user, text=text, product=product, language=language)
    columns = ("id", "slug", "title", "language", "beginning", "is_about_product")
    return rows_of(found.annotate(beginning=Left("body", BEGINNING)), *columns)


def _article(*, beginning: str, is_about_product: bool, **columns: Any) -> Article:
    article: Any = Article(body=beginning, **columns)
    article.is_about_product = is_about_product
    return article


def _cases(actor: Actor, title: str, product: Product | None, language: str) -> Any:
    watchers = Watcher.objects.filter(case=OuterRef("pk")).order_by()
    counted = watchers.values("case").annotate(number=Count("pk")).values("number")
    found = search.alike(actor, title, product=product, language=language).annotate(
        is_watched=Exists(watchers.filter(user=actor.user)),
        watched_by=Coalesce(Subquery(counted), 0),
        name=Concat("requester__first_name", Value(" "), "requester__last_name"),
    )
    columns = ("id", "title", "status", "product_id", "requester_id")
    return rows_of(found[:MOST_CASES], *columns, "name", "is_watched", "watched_by")


def _like_case(
    actor: Actor, *, is_watched: bool, watched_by: int, name: str, **columns: Any
) -> LikeCase:
    case = Case(organization=actor.organization, **columns)
    return LikeCase(
        case=case,
        requester=name.strip(),
        is_own=case.requester_id == actor.user.pk,
        is_watched=is_watched,
        is_full=watched_by >= MAX_WATCHERS,
        may_watch=policy.may_manage_watchers(actor, case),
    )
