"""Series of events with their dates, entered by the clocks of the place (HOME-4)."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin
from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline
from unfold.decorators import display
from unfold.widgets import DATETIME_CLASSES, UnfoldAdminSelectWidget, UnfoldAdminURLInputWidget

from knowledge.actions import revise
from knowledge.admin.languages import TwoLanguages
from knowledge.models import Event, EventSeries
from portal.fields import time_zones

CLOCKS = ("starts_at", "ends_at")


class WallClockField(forms.DateTimeField):
    """What clocks show in a zone that another field names: without a zone of its own."""

    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local", "class": " ".join(DATETIME_CLASSES)},
        format="%Y-%m-%dT%H:%M",
    )

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            moment = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


class EventForm(forms.ModelForm):
    starts_at = WallClockField(label=_("begins"))
    ends_at = WallClockField(label=_("ends"))
    time_zone = forms.ChoiceField(
        label=_("time zone"),
        choices=lambda: time_zones("UTC"),
        initial="UTC",
        help_text=_("Where it takes place: both times are by the clocks there."),
        widget=UnfoldAdminSelectWidget,
    )

    registration_url = forms.URLField(
        label=_("registration"),
        required=False,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CLOCKS:
            if moment := self.initial.get(name):
                there = moment.astimezone(self.instance.zone)
                self.initial[name] = there.replace(second=0, microsecond=0, tzinfo=None)

    def clean(self) -> dict[str, Any]:
        """What the constraint would say is said at the field: the theme shows no other place."""
        answers = super().clean() or self.cleaned_data
        zone = ZoneInfo(answers.get("time_zone", "UTC"))
        for name in {*CLOCKS} & {*answers}:
            answers[name] = self._moment(name, answers[name], zone)
        if {*CLOCKS} <= {*answers} and answers["ends_at"] <= answers["starts_at"]:
            self.add_error("ends_at", _("An event ends after it begins."))
        return answers

    def _moment(self, name: str, clock: datetime, zone: ZoneInfo) -> datetime:
        """In the hour that comes twice, its first time; the one that is skipped is refused."""
        moment = clock.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != clock:
            self.add_error(name, _("Clocks skip this time there on that day."))
        return moment


class EventInline(StackedInline):
    model = Event
    form = EventForm
    extra = 0
    ordering = ["-starts_at"]
    fields = [
        ("starts_at", "ends_at", "time_zone"),
        ("subject_en", "subject_fr"),
        ("registration_url", "is_cancelled"),
    ]


@admin.register(EventSeries)
class EventSeriesAdmin(TwoLanguages):
    """Who has a date in a calendar hears that it is cancelled, not that it is deleted."""

    list_display = ["named", "dates", "next_date"]
    search_fields = ["title_en", "title_fr", "slug"]
    prepopulated_fields = {"slug": ["title_en"]}
    fieldsets = [
        (None, {"fields": ["slug", ("title_en", "title_fr"), ("text_en", "text_fr")]}),
    ]
    inlines = [EventInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EventSeries]:
        coming = Q(events__ends_at__gt=Now(), events__is_cancelled=False)
        rows = super().get_queryset(request)
        return rows.annotate(
            event_count=Count("events"), next_at=Min("events__starts_at", filter=coming)
        )

    @display(description=_("title"), ordering="title_en")
    def named(self, series: EventSeries) -> str:
        return series.title

    @display(description=_("dates"), ordering="event_count")
    def dates(self, series: EventSeries) -> int:
        return series.event_count  # type: ignore[attr-defined]

    @display(description=_("next date"), ordering="next_at")
    def next_date(self, series: EventSeries) -> datetime | None:
        return series.next_at  # type: ignore[attr-defined]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """All dates carry the words of the series; otherwise those that changed are told anew."""
        super().save_related(request, form, formsets, change)
        changed = {event for one in formsets for event, _fields in one.changed_objects}
        revise(form.instance.events.all() if change and form.changed_data else changed)
