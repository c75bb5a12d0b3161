"""Along the table: assign, ask, propose, close, reopen."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.base import demand_version, lock, record, step
from cases.actions.talk import write_comment
from cases.lifecycle import Outcome, Verb
from cases.models import Case, EventKind
from orgs.actor import Actor
from orgs.models import User
from orgs.roles import Capability
from portal.problems import NotAllowed, Unprocessable


@transaction.atomic
def assign(*, actor: Actor, case: Case, assignee: User) -> Case:
    """Give the open case to an agent of its team; the first time it goes in progress."""
    case = lock(actor, case)
    if not (actor.is_agent and actor.can(Capability.WORK_QUEUE)):
        raise NotAllowed(_("Only agents assign cases."))
    if not assignee.is_active or not assignee.support_teams.filter(pk=case.team_id).exists():
        raise Unprocessable(
            _("Choose an agent of the team %(team)s.") % {"team": case.team}, code="wrong-team"
        )
    case.assignee = assignee
    case.save(update_fields=["assignee"])
    record(actor, case, EventKind.ASSIGNED, assignee=assignee.pk)
    if policy.find_rule(actor, case, Verb.ASSIGN):
        before, after = step(actor, case, Verb.ASSIGN)
        record(actor, case, EventKind.STATUS_CHANGED, **{"from": before, "to": after})
    return case


@transaction.atomic
def change_status(
    *, actor: Actor, case: Case, verb: Verb, body: str = "", version: int | None = None
) -> Case:
    """Request information, propose a solution or resume; with a public comment that says what.

    Raises NotAllowed, Conflict, or Unprocessable where the words are missing.
    """
    case = lock(actor, case)
    demand_version(case, version)
    if verb in (Verb.REQUEST_INFORMATION, Verb.PROPOSE_SOLUTION) and not body.strip():
        raise Unprocessable(_("Say it in a comment."), code="comment-missing")
    before, after = step(actor, case, verb)
    comment = write_comment(actor, case, body) if body.strip() else None
    record(actor, case, EventKind.STATUS_CHANGED, comment=comment, **{"from": before, "to": after})
    return case


@transaction.atomic
def close(*, actor: Actor, case: Case, reason: str = "") -> Case:
    """By the customer, any time while open, with an optional reason (CASE-5)."""
    case = lock(actor, case)
    before, after = step(actor, case, Verb.CLOSE)
    comment = write_comment(actor, case, reason) if reason.strip() else None
    record(actor, case, EventKind.CLOSED, comment=comment, **{"from": before, "to": after})
    return case


@transaction.atomic
def conclude(*, actor: Actor, case: Case, outcome: Outcome, body: str = "") -> Case:
    """By an agent: closed as confirmed, obsolete or irrelevant."""
    case = lock(actor, case)
    before, after = step(actor, case, Verb.CONCLUDE)
    case.outcome = outcome
    case.save(update_fields=["outcome"])
    comment = write_comment(actor, case, body) if body.strip() else None
    record(
        actor,
        case,
        EventKind.CLOSED,
        comment=comment,
        outcome=outcome,
        **{"from": before, "to": after},
    )
    return case


@transaction.atomic
def reopen(*, actor: Actor, case: Case, reason: str = "") -> Case:
    """By the customer, within 336 hours of the closing (CASE-6)."""
    case = lock(actor, case)
    before, after = step(actor, case, Verb.REOPEN)
    Case.objects.filter(pk=case.pk).update(outcome="")
    comment = write_comment(actor, case, reason) if reason.strip() else None
    record(actor, case, EventKind.REOPENED, comment=comment, **{"from": before, "to": after})
    return case
