"""The time for a call, as other actions change it along the way."""

from typing import Any

from django.utils import timezone

from cases.invites import call_of
from cases.models import Case, ContactSlot
from cases.spans import next_span


def propose_call(case: Case) -> dict[str, Any]:
    """The next span of the best time to contact; answers the data for the event of the new case."""
    start, end = next_span(
        timezone.now(), case.contact_from, case.contact_to, case.contact_time_zone
    )
    return call_of(ContactSlot.objects.create(case=case, starts_at=start, ends_at=end)).freeze()


def cancel_call(case: Case) -> dict[str, Any]:
    """The case ends: nobody calls any more. Answers the data for its event, if a call was ahead."""
    slot = ContactSlot.objects.filter(case=case, agreed_at__isnull=False).first()
    if slot is None or slot.ends_at <= timezone.now():
        return {}
    slot.sequence += 1
    cancelled = call_of(slot)
    slot.agreed_by = slot.agreed_at = None
    slot.save(update_fields=["sequence", "agreed_by", "agreed_at"])
    return cancelled.freeze()
