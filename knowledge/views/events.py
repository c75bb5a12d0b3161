"""Events for everybody: a list, a series, files for calendars (HOME-4)."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge.calendar_files import calendar_file
from knowledge.models import Event, EventQuerySet, EventSeries
from portal.keyset import Key, turn_to

PAGE_SIZE = 20
MOST_PAST = 10
MOST_IN_FILE = 500
SOONEST_FIRST = Key(F("starts_at"), falls=False, read_pk=uuid.UUID)


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What comes, of all series; what is over folds away."""
    return render(request, "knowledge/events.html", _dates(request, Event.objects.all()))


@login_not_required
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(EventSeries, slug=slug)
    dates = _dates(request, Event.objects.filter(series=found))
    return render(request, "knowledge/series.html", dates | {"series": found})


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What comes and what was lately, for calendars that subscribe."""
    return _file(request, "events", _newest(Event.objects.all()))


@login_not_required
@require_safe
def series_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(EventSeries, slug=slug)
    return _file(request, slug, _newest(found.events.all()), found)


@login_not_required
@require_safe
def event_calendar(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Event.objects.select_related("series"), series__slug=slug, pk=pk)
    return _file(request, f"{slug}-{pk}", [found], found.series)


def _dates(request: HttpRequest, events: EventQuerySet) -> dict[str, Any]:
    events = events.select_related("series")
    page, notes = turn_to(events.upcoming(), SOONEST_FIRST, request.GET, size=PAGE_SIZE)
    return {"page": page, "notes": notes, "past": events.past()[:MOST_PAST]}


def _newest(events: EventQuerySet) -> EventQuerySet:
    return events.select_related("series").order_by("-starts_at", "pk")[:MOST_IN_FILE]


def _file(
    request: HttpRequest, stem: str, events: Iterable[Event], series: EventSeries | None = None
) -> HttpResponse:
    """In the language that the address asks for: who subscribes is no browser."""
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        name = series.title if series else _("Events of %(site)s") % {"site": settings.SITE_HOST}
        body = calendar_file(name, events)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{stem}.ics"'
    response["Content-Language"] = language or settings.LANGUAGE_CODE
    return response
