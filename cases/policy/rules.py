"""Which row of the table is open to an actor, and what else one may do to a case."""

from django.utils import timezone

from cases.lifecycle import BY_SOURCE_AND_VERB, ENDED, RULES, Rule, Side, Status, Verb
from cases.models import Case
from cases.policy.refusals import Refusal, explain, wrong_status
from orgs.actor import Actor
from orgs.models import Entitlement
from orgs.roles import Capability
from portal.problems import Problem

BUTTONS = tuple(verb for verb in Verb if verb not in (Verb.REPLY, Verb.AUTO_CLOSE))
"""What one does on purpose; the others happen along the way."""


def find_rule(actor: Actor, case: Case, verb: Verb) -> Rule | None:
    """The row that lets this actor do this to the case now, or None."""
    rule = BY_SOURCE_AND_VERB.get((Status(case.status), verb))
    return None if rule is None or _why_not(actor, case, rule) else rule


def demand(actor: Actor, case: Case, verb: Verb) -> Rule:
    """Like `find_rule`, for those who are about to act.

    Raises NotAllowed (403) for the wrong person, Conflict (409) at the wrong time.
    """
    if not any(_holds(actor, case, row) for row in RULES if row.verb == verb):
        raise explain(actor, case, Refusal.NO_RIGHT)
    rule = BY_SOURCE_AND_VERB.get((Status(case.status), verb))
    if rule is None:
        raise explain(actor, case, Refusal.WRONG_STATUS)
    if refusal := _why_not(actor, case, rule):
        raise explain(actor, case, refusal)
    return rule


def demand_by_system(case: Case, verb: Verb) -> Rule:
    """The row that the system takes by itself. Raises Conflict where there is none."""
    rule = BY_SOURCE_AND_VERB.get((Status(case.status), verb))
    if rule is None or rule.side != Side.SYSTEM:
        raise wrong_status(None, case)
    return rule


def open_verbs(actor: Actor, case: Case) -> set[Verb]:
    """The buttons to show."""
    return {verb for verb in BUTTONS if find_rule(actor, case, verb)}


def may(actor: Actor, case: Case, capability: Capability) -> bool:
    """Whether the capability reaches this case: its product may lie outside the scope (ROLE-5)."""
    return actor.can(capability) and (actor.is_agent or actor.covers(case.product_id))


def may_comment(actor: Actor, case: Case) -> bool:
    """On open cases: who holds the capability, and the requester who is still a member (note 2)."""
    return _why_no_comment(actor, case) is None


def demand_comment(actor: Actor, case: Case) -> None:
    """Raises NotAllowed or Conflict."""
    if refusal := _why_no_comment(actor, case):
        raise explain(actor, case, refusal)


def may_manage_watchers(actor: Actor, case: Case) -> bool:
    return _why_no_watchers(actor, case) is None


def demand_watchers(actor: Actor, case: Case) -> None:
    """Raises NotAllowed."""
    if refusal := _why_no_watchers(actor, case):
        raise explain(actor, case, refusal)


def may_follow_up(actor: Actor, case: Case) -> bool:
    """Whether a follow-up is offered; what else may stand in its way, its page explains."""
    return all(may(actor, case, need) for need in (Capability.WORK_CASE, Capability.OPEN_CASE))


def demand_follow_up(actor: Actor, case: Case) -> None:
    """On any case, open or closed, however long ago (CASE-4). Raises NotAllowed."""
    if refusal := _why_no_follow_up(actor, case):
        raise explain(actor, case, refusal)


def is_entitled(case: Case) -> bool:
    """Whether the case's product is supported in its organization today (ENT-6)."""
    rows = Entitlement.objects.active().filter(
        organization=case.organization_id, product=case.product_id
    )
    return rows.exists()


def reopen_refusal(actor: Actor, case: Case) -> Problem | None:
    """Why the button is missing, for those who could reopen in general; None if it is not."""
    rule = BY_SOURCE_AND_VERB.get((Status(case.status), Verb.REOPEN))
    if rule is None or not _holds(actor, case, rule):
        return None
    refusal = _why_not(actor, case, rule)
    return explain(actor, case, refusal) if refusal else None


def _why_not(actor: Actor, case: Case, rule: Rule) -> Refusal | None:
    """The right first, then the time, then the entitlement."""
    if not _holds(actor, case, rule):
        return Refusal.NO_RIGHT
    if rule.side == Side.CUSTOMER and not actor.email_verified:
        return Refusal.NOT_VERIFIED
    if rule.within and case.reopen_until and timezone.now() > case.reopen_until:
        return Refusal.TOO_LATE
    if rule.entitled and not is_entitled(case):
        return Refusal.NOT_ENTITLED
    return None


def _holds(actor: Actor, case: Case, rule: Rule) -> bool:
    """Right side, right capability. The requester's own comment counts as the customer's answer."""
    if rule.needs is None or (rule.side == Side.SUPPORT) != actor.is_agent:
        return False
    if rule.verb == Verb.REPLY:
        return _may_speak(actor, case)
    return may(actor, case, rule.needs)


def _may_speak(actor: Actor, case: Case) -> bool:
    own = case.requester_id == actor.user.pk and actor.can(Capability.FOLLOW_CASES)
    return own or may(actor, case, Capability.COMMENT)


def _why_no_comment(actor: Actor, case: Case) -> Refusal | None:
    if not _may_speak(actor, case):
        return Refusal.NO_RIGHT
    if actor.is_agent:
        return None
    if not actor.email_verified:
        return Refusal.NOT_VERIFIED
    return Refusal.CLOSED if case.status in ENDED else None


def _why_no_watchers(actor: Actor, case: Case) -> Refusal | None:
    if not may(actor, case, Capability.MANAGE_WATCHERS):
        return Refusal.NO_RIGHT
    return None if actor.is_agent or actor.email_verified else Refusal.NOT_VERIFIED


def _why_no_follow_up(actor: Actor, case: Case) -> Refusal | None:
    if not may_follow_up(actor, case):
        return Refusal.NO_RIGHT
    if not actor.email_verified:
        return Refusal.NOT_VERIFIED
    return None if is_entitled(case) else Refusal.NOT_ENTITLED
