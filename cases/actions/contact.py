"""An agent agrees to a time for a call."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.base import demand_version, lock, record
from cases.invites import RELIEVED, call_of
from cases.models import Case, ContactSlot, EventKind
from cases.spans import Span, span
from orgs.actor import Actor
from orgs.roles import Capability
from portal.problems import Conflict, NotAllowed, Unprocessable

FURTHEST = timedelta(days=365)
"""Nobody plans a call so long ahead: the year is mistyped, and 9999 fits in no other zone."""


@transaction.atomic
def agree_contact(
    *, actor: Actor, case: Case, day: date, start: time, end: time, version: int | None = None
) -> ContactSlot:
    """Call on that day, from–to by the customer's clock; it replaces what was agreed before.

    The same time by the same agent changes nothing. Raises NotAllowed, Conflict (closed, or not as
    of `version`), Unprocessable (outside of the customer's hours, over already, or too far ahead).
    """
    case = lock(actor, case)
    demand_version(case, version)
    if not (actor.is_agent and actor.can(Capability.WORK_QUEUE)):
        raise NotAllowed(_("Only agents agree a time for a call; ask for it in a comment."))
    if not case.is_open:
        raise Conflict(_("The case is closed."), code="case-closed")
    _demand_hours(case, start, end)
    return _agree(actor, case, span(day, start, end, case.contact_time_zone))


def _demand_hours(case: Case, start: time, end: time) -> None:
    if not case.contact_from <= start < end <= case.contact_to:
        reason = _("The customer can be called from %(start)s to %(end)s.")
        hours = {"start": f"{case.contact_from:%H:%M}", "end": f"{case.contact_to:%H:%M}"}
        raise Unprocessable(reason % hours, code="outside-contact-hours")


def _agree(actor: Actor, case: Case, times: Span) -> ContactSlot:
    start, end = times
    _demand_soon(start)
    slot = ContactSlot.objects.filter(case=case).first() or ContactSlot(case=case, sequence=-1)
    if (slot.starts_at, slot.ends_at, slot.agreed_by_id) == (start, end, actor.user.pk):
        return slot
    relieved = slot.agreed_by_id if slot.agreed_by_id != actor.user.pk else None
    slot.starts_at, slot.ends_at, slot.sequence = start, end, slot.sequence + 1
    slot.agreed_by, slot.agreed_at = actor.user, timezone.now()
    slot.save()
    data = call_of(slot).freeze() | ({RELIEVED: relieved} if relieved else {})
    record(actor, case, EventKind.CONTACT_AGREED, data=data)
    return slot


def _demand_soon(start: datetime) -> None:
    now = timezone.now()
    if start <= now:
        raise Unprocessable(_("This time is over."), code="in-the-past")
    if start > now + FURTHEST:
        raise Unprocessable(_("Choose a day of the next twelve months."), code="too-far-ahead")
