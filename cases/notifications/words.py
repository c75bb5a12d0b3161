"""What the mail about an event says."""

from django.utils.translation import gettext_lazy, ngettext

from cases.lifecycle import Status
from cases.models import CaseEvent, Escalation, EscalationReason, EventKind

SENTENCES = {
    EventKind.SUBMITTED: gettext_lazy("%(who)s opened this case."),
    EventKind.COMMENTED: gettext_lazy("%(who)s commented."),
    EventKind.STATUS_CHANGED: gettext_lazy("The status changed to “%(status)s”."),
    EventKind.CLOSED: gettext_lazy("%(who)s closed this case."),
    EventKind.AUTO_CLOSED: gettext_lazy("This case was closed because no answer came."),
    EventKind.REOPENED: gettext_lazy("%(who)s reopened this case."),
    EventKind.PRIORITY_CHANGED: gettext_lazy("The priority changed to “%(priority)s”."),
    EventKind.ATTACHMENT_ADDED: gettext_lazy("%(who)s added an attachment."),
    EventKind.WATCHER_ADDED: gettext_lazy("%(who)s added you as a watcher of this case."),
    EventKind.REMINDED: gettext_lazy("This case waits for your answer: %(left)s left."),
    EventKind.ESCALATED: gettext_lazy("%(who)s escalated this case to management: %(reason)s."),
    EventKind.ESCALATION_TAKEN: gettext_lazy("%(who)s takes care of the escalation."),
    EventKind.ESCALATION_ANSWERED: gettext_lazy("%(who)s answers the escalation."),
}
ASKED = {
    Status.PENDING_RESPONSE: gettext_lazy("%(who)s asks you for information."),
    Status.RESOLUTION_PROVIDED: gettext_lazy("%(who)s proposes a solution."),
}
"""Said instead of the bare status: it is the customer's turn."""

ADVISED = frozenset({EventKind.REMINDED, EventKind.AUTO_CLOSED})
"""With what to do now, and until when."""

REASONS = {choice.value: choice.label for choice in EscalationReason}


def words_of(event: CaseEvent) -> str:
    """What was said: the comment, for a new case its description, why it was escalated."""
    if event.comment:
        return event.comment.body
    if event.kind == EventKind.ESCALATED:
        return Escalation.objects.get(pk=event.data["escalation"]).details
    return event.case.description if event.kind == EventKind.SUBMITTED else ""


def files_of(event: CaseEvent) -> list[str]:
    """The names of what came along."""
    came_along = event.case.attachments.filter(is_internal=False, comment=event.comment)
    if event.comment is None and event.kind != EventKind.SUBMITTED:
        return []
    return [attachment.name for attachment in came_along]


def sentence(event: CaseEvent) -> str:
    status = Status(event.data.get("to") or event.case.status)
    words = {
        "who": event.actor or "",
        "status": status.label,
        "priority": event.case.get_priority_display(),
        "reason": REASONS.get(event.data.get("reason", ""), ""),
        "left": _days(event.data.get("days_left", 0)),
    }
    said = SENTENCES[EventKind(event.kind)]
    if event.kind == EventKind.STATUS_CHANGED:
        said = ASKED.get(status, said)
    return str(said % words)


def _days(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}
