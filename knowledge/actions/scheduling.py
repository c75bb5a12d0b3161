"""Events that change are told anew to the calendars that have them (HOME-4)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from knowledge.models import Event


@transaction.atomic
def revise(events: Iterable[Event]) -> int:
    """Count a change of each: a calendar takes only what has a higher number. How many it were."""
    rows = Event.objects.filter(pk__in=[event.pk for event in events])
    return rows.update(revision=F("revision") + 1, changed_at=Now())
