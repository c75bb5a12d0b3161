"""What an edit in the admin changed, as the audit log keeps it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BaseForm, BaseModelFormSet, ModelForm

Values = dict[str, Any]
Change = dict[str, Values]


def changes(form: ModelForm, formsets: Iterable[BaseModelFormSet], *, add: bool) -> Change:
    """The fields that changed, in the form and in its inlines, as `before` and `after`."""
    before, after = _changed_fields(form)
    change: Change = {"before": {} if add else before, "after": after}
    for formset in formsets:
        _add_rows(change, formset)
    return change


def _add_rows(change: Change, formset: BaseModelFormSet) -> None:
    """Rows of an inline: `Entitlement 7: last day`, or the whole row where one came or went."""
    for row in formset.new_objects:
        change["after"][_name(row)] = str(row)
    for row in formset.deleted_objects:
        change["before"][_name(row)] = str(row)
    changed = {row.pk for row, _fields in formset.changed_objects}
    for form in formset.initial_forms:
        if form.instance.pk in changed:
            before, after = _changed_fields(form, prefix=f"{_name(form.instance)}: ")
            change["before"] |= before
            change["after"] |= after


def _name(row: Model) -> str:
    return f"{row._meta.verbose_name} {row.pk}"


def _changed_fields(form: BaseForm, prefix: str = "") -> tuple[Values, Values]:
    names = [name for name in form.changed_data if name in form.cleaned_data]
    before = {f"{prefix}{name}": _plain(_initial(form, name)) for name in names}
    after = {f"{prefix}{name}": _plain(form.cleaned_data[name]) for name in names}
    return before, after


def _initial(form: BaseForm, name: str) -> Any:
    """What the field showed: a foreign key's is a bare id, so ask the field for its row."""
    value = form.get_initial_for_field(form.fields[name], name)
    rows: QuerySet | None = getattr(form.fields[name], "queryset", None)
    if rows is None or value in (None, "") or isinstance(value, Sequence | QuerySet):
        return value
    return rows.filter(pk=getattr(value, "pk", value)).first() or value


def _plain(value: Any) -> Any:
    """Something that JSON can hold, and people can read."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, QuerySet | list | tuple | set):
        return sorted(str(item) for item in value)
    return str(value)
