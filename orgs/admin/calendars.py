"""When support is open in each region, and on which days it stays closed."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.contrib.filters.admin import RelatedDropdownFilter
from unfold.forms import PaginationInlineFormSet

from orgs.calendars import Span
from orgs.models import BusinessCalendar, Holiday, OpeningHours
from portal.desk.base import DeskAdmin, DeskInline


class HoursForm(ModelForm):
    def validate_constraints(self) -> None:
        """Each by itself: with what the others are becoming, `HoursFormSet` compares it."""
        try:
            exclude = {*self._get_validation_exclusions(), "calendar"}  # type: ignore[attr-defined]
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as refusal:
            self._update_errors(refusal)  # type: ignore[attr-defined]


class HoursFormSet(PaginationInlineFormSet):
    def clean(self) -> None:
        super().clean()
        days: dict[int, list[tuple[Span, ModelForm]]] = defaultdict(list)
        for form in self.forms:
            if (span := _span(form)) is not None:
                days[form.cleaned_data["weekday"]].append((span, form))
        for day in days.values():
            day.sort(key=lambda row: row[0].opens)
            for (earlier, _form), (later, form) in pairwise(day):
                if not earlier.precedes(later):
                    form.add_error("opens", _("These hours overlap others of the same day."))


class OpeningHoursInline(DeskInline):
    model = OpeningHours
    form = HoursForm
    formset = HoursFormSet
    hide_title = True


@admin.register(BusinessCalendar)
class BusinessCalendarAdmin(DeskAdmin):
    """What is changed here counts for new promises; those that were made keep what they froze."""

    list_display = ["region", "time_zone"]
    inlines = [OpeningHoursInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["region"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Holiday)
class HolidayAdmin(DeskAdmin):
    list_display = ["day", "name", "calendar"]
    list_filter = [("calendar", RelatedDropdownFilter)]
    list_select_related = ["calendar"]
    search_fields = ["name"]
    ordering = ["-day", "calendar"]


def _span(form: Any) -> Span | None:
    """What was typed, as far as it makes sense and stays."""
    data = getattr(form, "cleaned_data", {})
    if form.errors or not data.get("opens") or data.get("DELETE"):
        return None
    return Span(data["opens"], data["closes"])
