"""Reads the tables for one actor and one case: what may happen next, and if not, why not."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.lifecycle import BY_SOURCE_AND_VERB, ENDED, Rule, Side, Status, Verb
from cases.models import Case
from orgs.access import Decision, Gate, owner_helpers, role_helpers
from orgs.actor import Actor
from orgs.models import Entitlement
from orgs.roles import Capability
from portal.problems import Conflict, NotAllowed, Problem


def find_rule(actor: Actor, case: Case, verb: Verb) -> Rule | None:
    """The row that lets this actor do this to the case now, or None."""
    rule = BY_SOURCE_AND_VERB.get((Status(case.status), verb))
    if rule is None or _refusal(actor, case, rule):
        return None
    return rule


def demand(actor: Actor, case: Case, verb: Verb) -> Rule:
    """Like `find_rule`, for those who are about to act.

    Raises NotAllowed (403) for the wrong person, Conflict (409) for the right one at the wrong time.
    """
    rule = BY_SOURCE_AND_VERB.get((Status(case.status), verb))
    if refusal := _wrong_person(actor, case, verb, rule):
        raise refusal
    if rule is None:
        raise Conflict(
            _("The case is “%(status)s” now; this is not possible any more.")
            % {"status": case.get_status_display()},
            code="wrong-status",
        )
    if refusal := _refusal(actor, case, rule):
        raise refusal
    return rule


def open_verbs(actor: Actor, case: Case) -> set[Verb]:
    """The buttons to show."""
    return {
        verb
        for verb in Verb
        if verb not in (Verb.REPLY, Verb.AUTO_CLOSE) and find_rule(actor, case, verb)
    }


def may(actor: Actor, case: Case, capability: Capability) -> bool:
    """Whether the capability reaches this case: its product may lie outside the role's scope (ROLE-5)."""
    return actor.can(capability) and (actor.is_agent or actor.covers(case.product_id))


def may_comment(actor: Actor, case: Case) -> bool:
    """On open cases: those with the capability, and the requester who is still a member (matrix, note 2)."""
    return not _why_no_comment(actor, case)


def demand_comment(actor: Actor, case: Case) -> None:
    """Raises NotAllowed or Conflict."""
    if refusal := _why_no_comment(actor, case):
        raise refusal


def may_manage_watchers(actor: Actor, case: Case) -> bool:
    return may(actor, case, Capability.MANAGE_WATCHERS) and (actor.is_agent or actor.email_verified)


def demand_watchers(actor: Actor, case: Case) -> None:
    """Raises NotAllowed."""
    if not may_manage_watchers(actor, case):
        raise _no_right(actor)


def is_entitled(case: Case) -> bool:
    """Whether the case's product is supported in its organization today (ENT-6)."""
    rows = Entitlement.objects.active().filter(
        organization=case.organization_id, product=case.product_id
    )
    return rows.exists()


def reopen_refusal(actor: Actor, case: Case) -> str:
    """Why an ended case cannot be reopened, in one sentence; empty if it can, or if it is open."""
    rule = BY_SOURCE_AND_VERB.get((Status(case.status), Verb.REOPEN))
    return str(_refusal(actor, case, rule) or "") if rule else ""


def _wrong_person(actor: Actor, case: Case, verb: Verb, rule: Rule | None) -> Problem | None:
    """Whether the actor could never do this, in any status: 403 comes before 409."""
    rows = [rule] if rule else [row for (_s, v), row in BY_SOURCE_AND_VERB.items() if v == verb]
    return None if any(_holds(actor, case, row) for row in rows) else _no_right(actor)


def _refusal(actor: Actor, case: Case, rule: Rule) -> Problem | None:
    """Why the actor may not take this row now; the right first, then the time, then the entitlement."""
    if not _holds(actor, case, rule):
        return _no_right(actor)
    if rule.side == Side.CUSTOMER and not actor.email_verified:
        return _not_verified()
    if rule.within and case.closed_at and timezone.now() > case.closed_at + rule.within:
        return _too_late(case)
    if rule.entitled and not is_entitled(case):
        return _not_entitled(case)
    return None


def _holds(actor: Actor, case: Case, rule: Rule) -> bool:
    """Right side, right capability. The requester's own comment counts as the customer's answer."""
    if rule.needs is None:
        return False
    if (rule.side == Side.SUPPORT) != actor.is_agent:
        return False
    if rule.verb == Verb.REPLY:
        return _may_speak(actor, case)
    return may(actor, case, rule.needs)


def _may_speak(actor: Actor, case: Case) -> bool:
    own = case.requester_id == actor.user.pk and actor.can(Capability.FOLLOW_CASES)
    return own or may(actor, case, Capability.COMMENT)


def _why_no_comment(actor: Actor, case: Case) -> Problem | None:
    if not _may_speak(actor, case):
        return _no_right(actor)
    if not actor.is_agent and not actor.email_verified:
        return _not_verified()
    if case.status in ENDED and not actor.is_agent:
        return Conflict(
            _("The case is closed. Reopen it or open a follow-up to add something."),
            code="case-closed",
        )
    return None


def _no_right(actor: Actor) -> NotAllowed:
    reason = _("You may read this case but not work on it.")
    helpers = role_helpers(actor.organization)
    decision = Decision(False, Gate.SUPPORT, "no-support-role", reason, helpers)
    return NotAllowed(reason, code=decision.code, decision=decision)


def _not_verified() -> NotAllowed:
    return NotAllowed(_("Please verify your email address first."), code="email-not-verified")


def _too_late(case: Case) -> Conflict:
    until = date_format(timezone.localtime(case.reopen_until), "DATETIME_FORMAT")
    reason = _("The case could be reopened until %(until)s. Open a follow-up instead.") % {
        "until": until
    }
    return Conflict(reason, code="reopen-too-late")


def _not_entitled(case: Case) -> NotAllowed:
    reason = _("%(product)s has no active entitlement in %(organization)s.") % {
        "product": case.product,
        "organization": case.organization,
    }
    decision = Decision(
        False, Gate.PRODUCT, "product-not-entitled", reason, owner_helpers(case.organization)
    )
    return NotAllowed(reason, code=decision.code, decision=decision)
