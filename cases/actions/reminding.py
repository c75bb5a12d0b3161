"""What the system says and does by itself while a case waits for its customer (CASE-9)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.actions.base import advance, record
from cases.lifecycle import SILENCE, Verb, days_left, next_reminder, reminders_due
from cases.models import Case, EventKind


def due_reminders(limit: int) -> list[int]:
    """The cases whose time has come, by primary key, the longest due first; from the index only."""
    rows = Case.objects.filter(next_reminder_at__lte=timezone.now())
    return list(rows.order_by("next_reminder_at", "id").values_list("pk", flat=True)[:limit])


@transaction.atomic
def remind(*, pk: int) -> bool:
    """Remind, or close after too long a silence: each once, however many try it at once.

    False if nothing is due any more, or somebody is at work on the case at this moment.
    """
    due = Case.objects.filter(pk=pk, next_reminder_at__lte=timezone.now())
    related = due.select_related("organization", "product", "team", "requester")
    case = related.select_for_update(of=("self",), skip_locked=True).first()
    if case is None:
        return False
    now = timezone.now()
    if now >= case.status_since + SILENCE:
        advance(None, case, Verb.AUTO_CLOSE, EventKind.AUTO_CLOSED)
    else:
        _remind(case, now)
    return True


def _remind(case: Case, now: datetime) -> None:
    """Once, for the latest that is due: what workers that were down missed is skipped."""
    behind = reminders_due(case.status_since, now)
    case.reminders_sent = behind
    case.next_reminder_at = next_reminder(case.status_since, behind)
    case.save(update_fields=["reminders_sent", "next_reminder_at"])
    data = {
        "days_left": days_left(case.status_since, now),
        "closes_at": (case.status_since + SILENCE).isoformat(),
    }
    record(None, case, EventKind.REMINDED, data=data)
