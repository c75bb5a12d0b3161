"""What a follow-up does to the case that it follows up: nothing but to be told of it (CASE-4)."""

from django.http import Http404
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.base import lock, record
from cases.models import Case, EventKind, LegacyCase
from orgs.actor import Actor
from portal.problems import Unprocessable


def hold_original(actor: Actor, case: Case | None, legacy: LegacyCase | None) -> Case | None:
    """The case to be followed up, held until the end of the transaction; None without one.

    Raises NotAllowed, or Unprocessable where the actor does not see it any more.
    """
    if legacy and not LegacyCase.objects.visible_to(actor).filter(pk=legacy.pk).exists():
        raise _gone()
    if case is None:
        return None
    try:
        held = lock(actor, case)
    except Http404 as error:
        raise _gone() from error
    policy.demand_follow_up(actor, held)
    return held


def tell_original(actor: Actor, original: Case | None, follow_up: Case) -> None:
    """An event on its timeline, and the mails about it; its status and its times stay."""
    if original is not None:
        record(actor, original, EventKind.FOLLOWED_UP, data={"case": follow_up.pk})


def _gone() -> Unprocessable:
    reason = _("The case that this one follows up is not open to you any more.")
    return Unprocessable(reason, code="follow-up-gone")
