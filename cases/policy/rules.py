"""Which row of the table is open to an actor, and in words why another is not."""

from collections.abc import Callable
from enum import Enum, auto

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.lifecycle import BY_SOURCE_AND_VERB, ENDED, RULES, Rule, Side, Status, Verb
from cases.models import Case
from orgs.access import Decision, Gate, owner_helpers, role_helpers
from orgs.actor import Actor
from orgs.models import Entitlement
from orgs.roles import Capability
from portal.problems import Conflict, NotAllowed, Problem

BUTTONS = tuple(verb for verb in Verb if verb not in (Verb.REPLY, Verb.AUTO_CLOSE))
"""What one does on purpose; the others happen along the way."""


class Refusal(Enum):
    """Why not. Deciding is cheap; only saying it, in `EXPLAIN`, may ask who can help."""

    NO_RIGHT = auto()
    NOT_VERIFIED = auto()
    WRONG_STATUS = auto()
    CLOSED = auto()
    TOO_LATE = auto()
    TOO_EARLY = auto()
    ESCALATED = auto()
    NOT_ENTITLED = auto()


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
        raise _wrong_status(None, case)
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


def explain(actor: Actor, case: Case, refusal: Refusal) -> Problem:
    """The refusal in words, with those who can help."""
    return EXPLAIN[refusal](actor, case)


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


def _no_right(actor: Actor, case: Case) -> Problem:
    reason = _("You may read this case but not work on it.")
    helpers = role_helpers(actor.organization)
    decision = Decision(False, Gate.SUPPORT, "no-support-role", reason, helpers)
    return NotAllowed(reason, code=decision.code, decision=decision)


def _not_verified(actor: Actor, case: Case) -> Problem:
    return NotAllowed(_("Please verify your email address first."), code="email-not-verified")


def _wrong_status(actor: Actor | None, case: Case) -> Problem:
    reason = _("The case is “%(status)s” now; this is not possible any more.")
    return Conflict(reason % {"status": case.get_status_display()}, code="wrong-status")


def _closed(actor: Actor, case: Case) -> Problem:
    reason = _("The case is closed. Reopen it or open a follow-up to add something.")
    return Conflict(reason, code="case-closed")


def _too_late(actor: Actor, case: Case) -> Problem:
    until = date_format(timezone.localtime(case.reopen_until), "DATETIME_FORMAT")
    reason = _("The case could be reopened until %(until)s. Open a follow-up instead.")
    return Conflict(reason % {"until": until}, code="reopen-too-late")


def _too_early(actor: Actor, case: Case) -> Problem:
    due = date_format(timezone.localtime(case.first_response_due_at), "DATETIME_FORMAT")
    reason = _("The target initial response is due by %(due)s: you can escalate from then on.")
    return Conflict(reason % {"due": due}, code="escalation-too-early")


def _escalated(actor: Actor, case: Case) -> Problem:
    reason = _("The case has been escalated already; the support managers know of it.")
    return Conflict(reason, code="already-escalated")


def _not_entitled(actor: Actor, case: Case) -> Problem:
    """With what became of the entitlement, as far as there ever was one."""
    rows = Entitlement.objects.filter(organization=case.organization, product=case.product)
    newest = rows.order_by("starts_on").last()
    reason = _entitlement_reason(newest) % {
        "product": case.product,
        "organization": case.organization,
        "day": date_format(newest.ends_on) if newest and newest.ends_on else "",
        "cause": newest.get_suspended_for_display() if newest else "",
    }
    helpers = owner_helpers(case.organization)
    decision = Decision(False, Gate.PRODUCT, "product-not-entitled", reason, helpers)
    return NotAllowed(reason, code=decision.code, decision=decision)


def _entitlement_reason(newest: Entitlement | None) -> str:
    if newest and newest.state == Entitlement.State.EXPIRED:
        return _("The support of %(product)s in %(organization)s ended on %(day)s.")
    if newest and newest.state == Entitlement.State.SUSPENDED:
        return _("The support of %(product)s in %(organization)s is suspended: %(cause)s.")
    return _("%(product)s has no active entitlement in %(organization)s.")


EXPLAIN: dict[Refusal, Callable[[Actor, Case], Problem]] = {
    Refusal.NO_RIGHT: _no_right,
    Refusal.NOT_VERIFIED: _not_verified,
    Refusal.WRONG_STATUS: _wrong_status,
    Refusal.CLOSED: _closed,
    Refusal.TOO_LATE: _too_late,
    Refusal.TOO_EARLY: _too_early,
    Refusal.ESCALATED: _escalated,
    Refusal.NOT_ENTITLED: _not_entitled,
}
