"""Along the table: assign, ask, propose, resume, close, reopen."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.base import advance, demand_version, lock, record
from cases.lifecycle import Outcome, Verb
from cases.models import Case, EventKind
from orgs.actor import Actor
from orgs.models import User
from orgs.roles import Capability
from orgs.staff import working_in
from portal.problems import Conflict, NotAllowed, Unprocessable

SPOKEN = frozenset({Verb.REQUEST_INFORMATION, Verb.PROPOSE_SOLUTION})
"""Without words the customer would not know what is asked or proposed."""


@transaction.atomic
def assign(*, actor: Actor, case: Case, assignee: User, version: int | None = None) -> Case:
    """Give the open case to an agent of its team; the first time it goes in progress.

    Raises NotAllowed, Conflict (closed, or not as of `version`), Unprocessable (of another team).
    """
    case = lock(actor, case)
    demand_version(case, version)
    if not (actor.is_agent and actor.can(Capability.WORK_QUEUE)):
        raise NotAllowed(_("Only agents assign cases."))
    if not case.is_open:
        raise Conflict(_("The case is closed."), code="case-closed")
    if not working_in([case.team_id]).filter(pk=assignee.pk).exists():
        raise Unprocessable(
            _("Choose an agent of the team %(team)s.") % {"team": case.team}, code="wrong-team"
        )
    if case.assignee_id != assignee.pk:
        case.assignee = assignee
        case.save(update_fields=["assignee"])
        record(actor, case, EventKind.ASSIGNED, data={"assignee": assignee.pk})
    if policy.find_rule(actor, case, Verb.ASSIGN):
        advance(actor, case, Verb.ASSIGN, EventKind.STATUS_CHANGED)
    return case


@transaction.atomic
def change_status(
    *, actor: Actor, case: Case, verb: Verb, body: str = "", version: int | None = None
) -> Case:
    """Request information, propose a solution or resume; with a public comment that says what.

    Raises NotAllowed, Conflict, or Unprocessable where the words are missing.
    """
    if verb not in SPOKEN | {Verb.RESUME}:
        raise ValueError(verb)
    case = lock(actor, case)
    demand_version(case, version)
    policy.demand(actor, case, verb)
    if verb in SPOKEN and not body.strip():
        raise Unprocessable(_("Say it in a comment."), code="comment-missing")
    advance(actor, case, verb, EventKind.STATUS_CHANGED, words=body)
    return case


@transaction.atomic
def close(*, actor: Actor, case: Case, reason: str = "", version: int | None = None) -> Case:
    """By the customer, any time while open, with an optional reason (CASE-5)."""
    case = lock(actor, case)
    demand_version(case, version)
    advance(actor, case, Verb.CLOSE, EventKind.CLOSED, words=reason)
    return case


@transaction.atomic
def conclude(
    *, actor: Actor, case: Case, outcome: Outcome, body: str = "", version: int | None = None
) -> Case:
    """By an agent: closed as confirmed, obsolete or irrelevant.

    Raises NotAllowed, Conflict (closed, or changed since `version`).
    """
    case = lock(actor, case)
    demand_version(case, version)
    case.outcome = Outcome(outcome)
    advance(
        actor,
        case,
        Verb.CONCLUDE,
        EventKind.CLOSED,
        words=body,
        outcome=outcome,
    )
    return case


@transaction.atomic
def reopen(*, actor: Actor, case: Case, reason: str = "", version: int | None = None) -> Case:
    """By the customer, within 336 hours of the closing (CASE-6)."""
    case = lock(actor, case)
    demand_version(case, version)
    advance(actor, case, Verb.REOPEN, EventKind.REOPENED, words=reason)
    return case
