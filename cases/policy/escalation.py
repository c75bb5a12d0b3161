"""When a case may be brought to the managers (SLA-4, SLA-5)."""

from django.utils import timezone

from cases.lifecycle import ENDED
from cases.models import Case
from cases.policy.refusals import Refusal, explain
from cases.policy.rules import is_entitled, may
from orgs.actor import Actor
from orgs.roles import Capability

SHOWN = frozenset({Refusal.TOO_EARLY, Refusal.NOT_ENTITLED})
"""What the disabled button says; for the others there is no button."""


def demand_escalation(actor: Actor, case: Case) -> None:
    """Raises NotAllowed, or Conflict: closed, escalated already, or too early."""
    if refusal := _why_not(actor, case):
        raise explain(actor, case, refusal)


def may_escalate(actor: Actor, case: Case) -> tuple[bool, str]:
    """Whether; and if not, why the button is disabled, in words: none where there is no button."""
    refusal = _why_not(actor, case)
    return refusal is None, str(explain(actor, case, refusal)) if refusal in SHOWN else ""


def may_handle_escalations(actor: Actor) -> bool:
    """Take and answer them: support managers only."""
    return actor.is_agent and actor.can(Capability.HANDLE_ESCALATIONS)


def _why_not(actor: Actor, case: Case) -> Refusal | None:
    """Answered or not, once the promised time is over; without a promise at once."""
    if actor.is_agent or not may(actor, case, Capability.WORK_CASE):
        return Refusal.NO_RIGHT
    if not actor.email_verified:
        return Refusal.NOT_VERIFIED
    if case.status in ENDED:
        return Refusal.WRONG_STATUS
    if case.escalated_at:
        return Refusal.ESCALATED
    if case.first_response_due_at and timezone.now() < case.first_response_due_at:
        return Refusal.TOO_EARLY
    return None if is_entitled(case) else Refusal.NOT_ENTITLED
