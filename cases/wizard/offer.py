"""What may be chosen in a case that is being written, and what its author should know meanwhile."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Choose
from django.db.models import Exists, Model, OuterRef, QuerySet, When
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import (
    Case,
    CaseDraft,
    DraftFile,
    IssueReason,
    IssueType,
    LegacyCase,
    Priority,
)
from cases.sla import Clock, clock_of
from cases.wizard.fields import is_key
from knowledge.models import Announcement, HotlineNumber
from orgs.actor import Actor
from orgs.models import (
    Organization,
    Product,
    ProductField,
    Project,
    ProjectMembership,
    ResponseTarget,
    User,
)
from sharedaccess.doors import people_with_a_tie

MAX_PEOPLE = 200
"""So many are shown to pick watchers from; the others are typed."""

NONE = "none"
"""The key of «None of the above» (WIZ-1)."""

Thing = TypeVar("Thing", bound=Model)


def find_draft(actor: Actor, pk: uuid.UUID, *, lock: bool = False) -> CaseDraft | None:
    """The actor's own draft, or None; with it the tables of its offer (see `Offer`)."""
    files = DraftFile.objects.filter(draft=OuterRef("pk"))
    drafts = CaseDraft.objects.owned_by(actor).annotate(
        **_tables(actor), **_followed(actor), kept_files=rows_of(files, "id", "name", "size")
    )
    drafts = drafts.select_for_update(of=("self",)) if lock else drafts
    return drafts.filter(pk=pk).first()


def offer_for(actor: Actor) -> "Offer":
    """For programs, which write no draft."""
    organizations = Organization.objects.annotate(**_tables(actor))
    return Offer(actor, organizations.get(pk=actor.organization.pk))


def _tables(actor: Actor) -> dict[str, ArraySubquery]:
    """What the steps offer from, all in the query of one row: a page has ten queries."""
    organization = actor.organization
    return {
        "issue_types": rows_of(_issue_types(actor)),
        "issue_reasons": rows_of(IssueReason.objects.all()),
        "hotline": rows_of(HotlineNumber.objects.filter(region=organization.region)),
        "targets": rows_of(ResponseTarget.objects.filter(plan=organization.plan_id)),
    }


def _followed(actor: Actor) -> dict[str, ArraySubquery]:
    """The case that the draft follows up, as far as the actor sees it still."""
    cases = Case.objects.visible_to(actor).filter(pk=OuterRef("follow_up_of"))
    legacy = LegacyCase.objects.visible_to(actor).filter(pk=OuterRef("follow_up_of_legacy"))
    return {
        "followed_cases": rows_of(cases, "id", "title"),
        "followed_legacy": rows_of(legacy, "id", "reference", "title"),
    }


def _issue_types(actor: Actor) -> QuerySet[IssueType]:
    """Those without families, and those of the families that the actor has products of (WIZ-1)."""
    families = IssueType.families.through.objects.filter(issuetype=OuterRef("pk"))
    products = Product.objects.supported_for(actor).filter(family__issuetype=OuterRef("pk"))
    return IssueType.objects.filter(~Exists(families) | Exists(products))


def _troubles() -> QuerySet[Announcement]:
    """Of the product that stands outside."""
    going_on = Announcement.objects.current().open().troubles()
    return going_on.about(OuterRef(OuterRef("pk")))


def rows_of(rows: QuerySet[Any], *names: str) -> ArraySubquery:
    """The rows of a small table as an array of objects, in its order; see `_things`."""
    columns = names or [field.attname for field in rows.model._meta.concrete_fields]
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in columns})))


def _things(model: type[Thing], rows: Iterable[dict[str, Any]]) -> list[Thing]:
    return [model(**row) for row in rows]


@dataclass(frozen=True)
class OfferedProduct:
    """A product with what its form asks: each optional field, and whether it must be answered."""

    product: Product
    asks: dict[str, bool]
    projects: dict[str, Project]
    """The user's own ones, by primary key (ENT-11)."""
    only_project: Project | None
    troubles: list[Announcement]
    """What its cases may be about, and is known (HOME-6)."""

    @property
    def asks_project(self) -> bool:
        return self.product.is_cloud and self.only_project is None


@dataclass(frozen=True)
class Offer:
    """For one actor. `row` is what brought the tables along: a draft, or the organization."""

    actor: Actor
    row: Any

    @cached_property
    def issue_types(self) -> dict[str, IssueType]:
        """By key. «None of the above» is always there."""
        rows = {row.key: row for row in _things(IssueType, self.row.issue_types)}
        return rows | {NONE: rows.get(NONE, _none_of_the_above())}

    @cached_property
    def issue_reasons(self) -> dict[str, IssueReason]:
        return {row.key: row for row in _things(IssueReason, self.row.issue_reasons)}

    @cached_property
    def files(self) -> list[DraftFile]:
        return _things(DraftFile, self.row.kept_files)

    @cached_property
    def followed(self) -> Case | LegacyCase | None:
        """What the draft follows up; None where the actor does not see it any more."""
        tables = ((Case, self.row.followed_cases), (LegacyCase, self.row.followed_legacy))
        for model, rows in tables:
            for row in rows or ():
                return model(organization=self.actor.organization, **row)
        return None

    @cached_property
    def hotline(self) -> list[HotlineNumber]:
        """The numbers of the organization's region (WIZ-6)."""
        return _things(HotlineNumber, self.row.hotline)

    def promise(self, priority: Priority | int) -> Clock | None:
        """Until when the first answer comes if it is filed now, and the plan promises one."""
        targets = {row.priority: row for row in _things(ResponseTarget, self.row.targets)}
        region = self.actor.organization.region
        return clock_of(targets.get(int(priority)), region, timezone.now())

    @cached_property
    def products(self) -> dict[str, OfferedProduct]:
        """What «Select a product» lists, by primary key (ENT-4)."""
        member = ProjectMembership.objects.active().filter(
            project=OuterRef("pk"), user=self.actor.user
        )
        projects = Project.objects.filter(
            organization=self.actor.organization, product=OuterRef("pk")
        ).annotate(is_mine=Exists(member))
        columns = [field.attname for field in Project._meta.concrete_fields]
        rows = (
            Product.objects.supported_for(self.actor)
            .select_related("family", "team")
            .annotate(
                field_rows=rows_of(ProductField.objects.filter(product=OuterRef("pk"))),
                project_rows=rows_of(projects, *columns, "is_mine"),
                trouble_rows=rows_of(_troubles(), "id", "kind", "title_en", "title_fr"),
            )
            .order_by("family__name", "name")
        )
        return {str(product.pk): _offered(product) for product in rows}

    def people(self, chosen: Iterable[str]) -> QuerySet[User]:
        """Who can be picked as a watcher: those chosen already, then the others by name."""
        picked = Choose(When(pk__in=[*filter(is_key, chosen), 0], then=0), default=1)
        tied = people_with_a_tie(self.actor.organization).exclude(pk=self.actor.user.pk)
        return tied.order_by(picked, "first_name", "last_name", "pk")[:MAX_PEOPLE]


def _offered(product: Any) -> OfferedProduct:
    fields = _things(ProductField, product.field_rows)
    own = {row["id"] for row in product.project_rows if row.pop("is_mine")}
    projects = _things(Project, product.project_rows)
    return OfferedProduct(
        product=product,
        asks={field.name: field.is_required for field in fields},
        projects={str(project.pk): project for project in projects if project.pk in own},
        only_project=projects[0] if product.is_cloud and len(projects) == 1 else None,
        troubles=_things(Announcement, product.trouble_rows),
    )


def _none_of_the_above() -> IssueType:
    """Stands in where the vendor has deleted the row; a case keeps nothing of it."""
    return IssueType(key=NONE, label_en=_("None of the above"))
