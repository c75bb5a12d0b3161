"""Why not, in words, with those who can help."""

from collections.abc import Callable
from enum import Enum, auto

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Case
from orgs.access import Decision, Gate, owner_helpers, role_helpers
from orgs.actor import Actor
from orgs.models import Entitlement
from portal.problems import Conflict, NotAllowed, Problem


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


def explain(actor: Actor, case: Case, refusal: Refusal) -> Problem:
    """The refusal in words, with those who can help."""
    return EXPLAIN[refusal](actor, case)


def _no_right(actor: Actor, case: Case) -> Problem:
    reason = _("You may read this case but not work on it.")
    helpers = role_helpers(actor.organization)
    decision = Decision(False, Gate.SUPPORT, "no-support-role", reason, helpers)
    return NotAllowed(reason, code=decision.code, decision=decision)


def _not_verified(actor: Actor, case: Case) -> Problem:
    return NotAllowed(_("Please verify your email address first."), code="email-not-verified")


def wrong_status(actor: Actor | None, case: Case) -> Problem:
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
    reason = _("You can escalate from %(due)s on: then the target initial response time is over.")
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
    Refusal.WRONG_STATUS: wrong_status,
    Refusal.CLOSED: _closed,
    Refusal.TOO_LATE: _too_late,
    Refusal.TOO_EARLY: _too_early,
    Refusal.ESCALATED: _escalated,
    Refusal.NOT_ENTITLED: _not_entitled,
}
