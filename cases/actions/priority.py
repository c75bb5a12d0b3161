"""How urgent a case is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import sla
from cases.actions.base import demand_version, lock, promise, record
from cases.models import Case, EventKind, Priority
from orgs.actor import Actor
from orgs.roles import Capability
from portal.problems import Conflict, NotAllowed, Unprocessable


@transaction.atomic
def change_priority(
    *, actor: Actor, case: Case, priority: int, statement: str = "", version: int | None = None
) -> Case:
    """By an agent; the promise of a first answer follows (SLA-3). The same one changes nothing.

    `statement` says what the impact is, which a P1 needs. Raises NotAllowed, Conflict (closed, or
    not as of `version`), Unprocessable (a P1 whose impact nobody states).
    """
    case = lock(actor, case)
    demand_version(case, version)
    if not (actor.is_agent and actor.can(Capability.WORK_QUEUE)):
        raise NotAllowed(_("Only agents change the priority; ask for it in a comment."))
    if not case.is_open:
        raise Conflict(_("The case is closed."), code="case-closed")
    if priority != case.priority:
        _change(actor, case, Priority(priority), statement.strip())
    return case


def _change(actor: Actor, case: Case, priority: Priority, statement: str) -> None:
    before, case.priority = case.priority, priority
    case.impact_statement = statement or case.impact_statement
    if priority == Priority.P1 and not case.impact_statement:
        raise Unprocessable(
            _("Describe the business impact of a P1 case."), code="impact-statement-missing"
        )
    if clock := sla.clock_after_change(case, before, timezone.now()):
        promise(case, clock)
    case.save(update_fields=["priority", "impact_statement", *sla.FIELDS])
    record(actor, case, EventKind.PRIORITY_CHANGED, data={"from": before, "to": int(priority)})
