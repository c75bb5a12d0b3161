"""What a page shows of the call about a case."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.invites import call_of, spoken
from cases.models import Case, ContactSlot


class ShownCall(NamedTuple):
    label: str
    words: str


def slot_of(case: Case) -> ContactSlot | None:
    """The one that counts: of an open case, and not over. Select `contact_slot` along."""
    slot = getattr(case, "contact_slot", None)
    return slot if slot and case.is_open and slot.ends_at > timezone.now() else None


def shown_call(case: Case) -> ShownCall | None:
    """In the zone of whoever reads."""
    slot = slot_of(case)
    if slot is None:
        return None
    label = _("Time of the call") if slot.agreed_by_id else _("Proposed time for a call")
    return ShownCall(label, spoken(call_of(slot)))
