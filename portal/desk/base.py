"""What all pages of the admin share: bounded lists, a log of edits, refusals beside the form."""

from typing import Any

from django.apps import apps
from django.contrib.admin import ShowFacets
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from unfold.admin import ModelAdmin, TabularInline
from unfold.views import ChangeList

from portal import audit
from portal.desk import trail
from portal.desk.paginator import BoundedPaginator


class DeskList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """Without the link "Show all", which the theme draws where nothing is counted twice."""
        super().get_results(request)
        self.full_result_count = self.result_count


class DeskAdmin(ModelAdmin):
    """A page that edits. Who changed what goes to the audit log, which nobody can edit."""

    paginator = BoundedPaginator
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_filter_submit = True
    compressed_fields = True
    warn_unsaved_form = True
    actions: Any = None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Without the rows that only join two others: they have no name to show."""
        rows, counts, needed, protected = super().get_deleted_objects(objs, request)
        joins = [model._meta for model in apps.get_models(include_auto_created=True)]
        joins = [meta for meta in joins if meta.auto_created]
        counted = {str(meta.verbose_name_plural) for meta in joins}
        counts = {name: number for name, number in counts.items() if str(name) not in counted}
        return (
            _without(rows, {str(capfirst(meta.verbose_name)) for meta in joins}),
            counts,
            needed,
            protected,
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeskList

    def organization_of(self, row: Model) -> int | None:
        """Whose audit log an edit of this row belongs to."""
        return getattr(row, "organization_id", None)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return trail.changes(form, formsets or (), add=add)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        self._record(request, "added", obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        if any(message.values()):
            self._record(request, "changed", obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet) -> None:  # type: ignore[override]
        for row in queryset:
            self._record(request, "deleted", row, {"before": {"row": str(row)}})

    def _record(self, request: HttpRequest, verb: str, row: Model, change: trail.Change) -> None:
        audit.record(
            actor=request.user,  # type: ignore[arg-type]
            verb=f"{row._meta.model_name}.{verb}",
            target=f"{row.pk} {row}",
            organization_id=self.organization_of(row),
            **change,
        )


def _without(rows: list[Any], kinds: set[str]) -> list[Any]:
    """A nested list as the admin draws it, «Kind: row» each, without those of some kinds."""
    kept = (_without(row, kinds) if isinstance(row, list) else row for row in rows)
    return [row for row in kept if row and str(row).partition(":")[0] not in kinds]


class ReadOnly:
    """Nobody changes these here, superusers included: the admin is no back door."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, DeskAdmin):
    """A page that only shows."""


class ReadOnlyInline(ReadOnly, TabularInline):
    """Rows that are only shown."""

    extra = 0
    hide_title = True


class DeskInline(TabularInline):
    """Rows edited on the page of what they belong to."""

    extra = 0

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """A column's heading names its fields for the eyes only; this names them for all."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            control = getattr(field.widget, "widget", field.widget)
            control.attrs.setdefault("aria-label", capfirst(str(field.label)))
        return field
