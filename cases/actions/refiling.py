"""A case of the wrong organization is closed there, and filed anew in the right one (ENT-8)."""

import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.base import advance, lock, stale, write_comment
from cases.actions.opening import NewCase, as_of_now, open_case
from cases.attachments import Copies
from cases.lifecycle import Verb
from cases.models import Case, EventKind
from cases.quoting import quoted
from orgs.access import Decision
from orgs.access.decision import Helper
from orgs.actor import Actor
from orgs.models import Organization
from portal.problems import Conflict, NotAllowed


def may_refile(actor: Actor, case: Case) -> bool:
    """The requester, while the case is open."""
    own = case.requester_id == actor.user.pk
    return own and policy.find_rule(actor, case, Verb.CLOSE) is not None


def demand_refile(actor: Actor, case: Case) -> None:
    """Raises NotAllowed, or Conflict where the case is closed."""
    policy.demand(actor, case, Verb.CLOSE)
    if not may_refile(actor, case):
        reason = _("Only %(person)s, who submitted this case, can refile it.")
        reason %= {"person": case.requester}
        helper = Helper(str(case.requester), case.requester.email)
        decision = Decision(False, None, "not-requester", reason, (helper,))
        raise NotAllowed(reason, code=decision.code, decision=decision)


def refile(*, actor: Actor, case: Case, into: Organization, new: NewCase) -> Case:
    """Close the case and open it anew, with its files and what was said, in one transaction.

    Nobody's tie carries over: `new.watchers` belong to the other organization, and internal notes
    stay behind. Repeated, it answers the case that it made. Raises what `open_case` raises, and
    Conflict where the case was closed, or changed since `case` was read.
    """
    if made := _made(case, into):
        return made
    demand_refile(actor, case)
    # The bytes are copied before anything is locked: a slow storage holds up nobody.
    with Copies(case.attachments.filter(is_internal=False)) as copies:
        return _refile(actor, case, into, new, copies)


@transaction.atomic
def _refile(actor: Actor, case: Case, into: Organization, new: NewCase, copies: Copies) -> Case:
    _hold(case.organization_id, into.pk)
    here, there = as_of_now(actor.user, case.organization), as_of_now(actor.user, into)
    held = lock(here, case)
    if made := _made(held, into):
        return made
    if held.version != case.version:
        raise stale()
    demand_refile(here, held)
    submission = uuid.uuid5(held.submission, "refiled")
    opened = open_case(actor=there, new=replace(new, refiled_from=held), submission=submission)
    _bring(there, held, opened, copies)
    advance(here, held, Verb.CLOSE, EventKind.REFILED)
    return opened


def _hold(*organizations: int) -> None:
    """By primary key, so that two who refile both ways do not wait for each other."""
    rows = Organization.objects.select_for_update(no_key=True).filter(pk__in=organizations)
    list(rows.order_by("pk").only("pk"))


def _made(case: Case, into: Organization) -> Case | None:
    """The case that this one was refiled as. Raises Conflict if that is in a third organization."""
    made = Case.objects.filter(refiled_from=case).select_related("organization").first()
    if made and made.organization_id != into.pk:
        raise Conflict(_("This case was refiled in another organization already."))
    return made


def _bring(there: Actor, held: Case, opened: Case, copies: Copies) -> None:
    """What was said publicly, as quotations in one comment (or more, if it is very long)."""
    said = held.comments.select_related("author").order_by("created_at", "pk")
    comments = [write_comment(there, opened, part) for part in quoted(said)]
    copies.attach(there.user, opened, said=next(iter(comments), None))
