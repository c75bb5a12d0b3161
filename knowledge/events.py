"""Which events there are (HOME-4)."""

from knowledge.models import Event, EventQuerySet

NEXT = 3


def next_events() -> EventQuerySet:
    """Those that come next and take place, for a summary: one query."""
    return Event.objects.upcoming().filter(is_cancelled=False).select_related("series")[:NEXT]
