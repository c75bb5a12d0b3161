"""What the mails say of a call, and the entry for the calendar that they carry."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cases.invites import State, calendar, call_in, relieved_in, spoken, state_in
from cases.models import CaseEvent
from orgs.models import User

LABELS = {
    State.PROPOSED: _("Proposed time for a call"),
    State.AGREED: _("Time of the call"),
    State.CANCELLED: _("Cancelled call"),
}


def call_context(event: CaseEvent) -> dict[str, Any]:
    """For the facts of a mail; nothing where no call is spoken of."""
    call = call_in(event)
    if call is None:
        return {}
    return {"call_label": LABELS[state_in(event)], "call": lambda: spoken(call)}


def attach_call(mail: EmailMultiAlternatives, event: CaseEvent, recipient: User) -> None:
    """For the requester and the agent. What is agreed or cancelled comes as an invitation, which
    mail programs put into the calendar; what is proposed only as a file. For the agent whom another
    relieves it is cancelled."""
    call, state = call_in(event), state_in(event)
    if recipient.pk == relieved_in(event):
        state = State.CANCELLED
    if call is None:
        return
    with translation.override(recipient.language_or_default):
        file = calendar(event.case, call, state, attendee=recipient.email)
    kind = f"text/calendar; method={state.value[0]}"
    if state != State.PROPOSED:
        mail.attach_alternative(file, kind)
    mail.attach(f"{event.case.number}.ics", file, kind)
