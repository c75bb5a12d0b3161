"""What first response a case was promised."""

from cases.models import Case
from orgs.models import ResponseTarget


def target_of(case: Case) -> ResponseTarget | None:
    """The target of the organization's plan for the case's priority; None without a plan."""
    if case.organization.plan_id is None:
        return None
    targets = ResponseTarget.objects.filter(plan=case.organization.plan_id)
    return targets.filter(priority=case.priority).first()
