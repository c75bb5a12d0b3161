"""What a case is linked with, as far as the reader may see the other side (CASE-4, ENT-8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from cases.models import Case, LegacyCase
from cases.models.wall import CaseQuerySet
from orgs.actor import Actor
from orgs.models import Organization
from sharedaccess.doors import find_actor

MAX_LINKS = 20


class Kind(models.TextChoices):
    """What the other side is to this one."""

    FOLLOW_UP_OF = "follow_up_of", _("Follow-up of")
    FOLLOW_UP = "follow_up", _("Follow-up")
    REFILED_FROM = "refiled_from", _("Refiled from")
    REFILED_AS = "refiled_as", _("Refiled as")


@dataclass(frozen=True)
class Link:
    kind: Kind
    other: Case | LegacyCase

    @property
    def number(self) -> str:
        return self.other.number if isinstance(self.other, Case) else self.other.reference


def with_links(cases: CaseQuerySet, actor: Actor) -> CaseQuerySet:
    """With what `links_of` needs, in the query of the case itself."""
    either = Q(pk=OuterRef("follow_up_of")) | Q(follow_up_of=OuterRef("pk"))
    near = Case.objects.visible_to(actor).filter(either).order_by("pk")[:MAX_LINKS]
    rows = ArraySubquery(near.values(row=JSONObject(id="id", title="title")))
    return cases.annotate(near=rows, refiled_to=F("refiled_as"))


def links_of(actor: Actor, case: Any) -> list[Link]:
    """No query, as long as it neither follows up a historical case nor was refiled."""
    return [*_legacy(actor, case), *_elsewhere(actor, case), *_near(actor, case)]


def follow_ups(actor: Actor, legacy: LegacyCase) -> list[Link]:
    """Those of a historical case."""
    rows = _rows(actor, Q(follow_up_of_legacy=legacy))
    return [Link(Kind.FOLLOW_UP, row) for row in rows]


def _legacy(actor: Actor, case: Case) -> Iterator[Link]:
    if case.follow_up_of_legacy_id is not None:
        rows = LegacyCase.objects.visible_to(actor).filter(pk=case.follow_up_of_legacy_id)
        for legacy in rows.only("reference", "title"):
            legacy.organization = actor.organization
            yield Link(Kind.FOLLOW_UP_OF, legacy)


def _near(actor: Actor, case: Any) -> Iterator[Link]:
    for row in case.near or ():
        other = Case(organization=actor.organization, **row)
        yield Link(Kind.FOLLOW_UP_OF if other.pk == case.follow_up_of_id else Kind.FOLLOW_UP, other)


def _elsewhere(actor: Actor, case: Any) -> Iterator[Link]:
    """In another organization: for those who see it there, as of now."""
    others = {case.refiled_from_id: Kind.REFILED_FROM, case.refiled_to: Kind.REFILED_AS}
    others.pop(None, None)
    for place in Organization.objects.filter(cases__in=others) if others else ():
        if there := find_actor(actor.user, place):
            for row in _rows(there, Q(pk__in=others)):
                yield Link(others[row.pk], row)


def _rows(actor: Actor, which: Q) -> list[Case]:
    seen = Case.objects.visible_to(actor).filter(which).only("title", "status")
    rows = list(seen.order_by("pk")[:MAX_LINKS])
    for row in rows:
        row.organization = actor.organization
    return rows
