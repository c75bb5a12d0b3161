"""To the managers, and what they do about it (SLA-4 to SLA-6, AGENT-4)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.base import demand_version, lock, record, write_comment
from cases.models import Case, Comment, Escalation, EscalationReason, EventKind
from cases.models.escalation import escalation_of
from orgs.actor import Actor
from portal.problems import Conflict, NotAllowed, Unprocessable

MAX_DETAILS = Escalation._meta.get_field("details").max_length or 0


@transaction.atomic
def escalate(
    *,
    actor: Actor,
    case: Case,
    reason: EscalationReason,
    details: str,
    version: int | None = None,
) -> Escalation:
    """By the customer, once in each opening of the case; it cannot be undone.

    Raises NotAllowed, Conflict (closed, too early, a second time), Unprocessable (no details).
    """
    case = lock(actor, case)
    demand_version(case, version)
    policy.demand_escalation(actor, case)
    escalation = Escalation.objects.create(
        case=case,
        opening=case.opening,
        reason=EscalationReason(reason),
        details=_words(details),
        raised_by=actor.user,
    )
    case.escalated_at = timezone.now()
    case.save(update_fields=["escalated_at"])
    record(actor, case, EventKind.ESCALATED, data={"escalation": escalation.pk, "reason": reason})
    return escalation


@transaction.atomic
def take_escalation(*, actor: Actor, case: Case) -> Escalation:
    """By a support manager, whose matter it is from then on. Raises NotAllowed, Conflict."""
    case = lock(actor, case)
    escalation = _demand(actor, case)
    if escalation.taken_by:
        raise Conflict(
            _("%(manager)s has taken the escalation.") % {"manager": escalation.taken_by},
            code="escalation-taken",
        )
    _take(actor, escalation)
    record(actor, case, EventKind.ESCALATION_TAKEN, data={"escalation": escalation.pk})
    return escalation


@transaction.atomic
def answer_escalation(*, actor: Actor, case: Case, body: str) -> Comment:
    """By a support manager, in a public comment; who answers what nobody took takes it along.

    Raises NotAllowed, Conflict (answered already), Unprocessable (empty).
    """
    case = lock(actor, case)
    escalation = _demand(actor, case)
    comment = write_comment(actor, case, body)
    if escalation.taken_by is None:
        _take(actor, escalation)
    escalation.answered_by, escalation.answered_at = actor.user, timezone.now()
    escalation.save(update_fields=["answered_by", "answered_at"])
    data = {"escalation": escalation.pk}
    record(actor, case, EventKind.ESCALATION_ANSWERED, comment=comment, data=data)
    return comment


def _demand(actor: Actor, case: Case) -> Escalation:
    """The escalation of this opening, as long as it waits for an answer."""
    if not policy.may_handle_escalations(actor):
        raise NotAllowed(_("Only support managers take and answer escalations."))
    escalation = escalation_of(case)
    if escalation is None or escalation.answered_at:
        raise Conflict(_("No escalation waits for an answer."), code="no-escalation")
    return escalation


def _take(actor: Actor, escalation: Escalation) -> None:
    escalation.taken_by, escalation.taken_at = actor.user, timezone.now()
    escalation.save(update_fields=["taken_by", "taken_at"])


def _words(details: str) -> str:
    details = details.strip()
    if not details:
        raise Unprocessable(_("Say what happened."), code="details-missing")
    if len(details) > MAX_DETAILS:
        raise Unprocessable(_("Details have 5,000 characters at most."), code="too-long")
    return details
