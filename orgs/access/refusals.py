"""Why a page is closed to somebody, whatever right it needs."""

from django.utils.translation import gettext as _

from orgs.access.decision import Cause, Decision, Facts, Gate, refuse
from orgs.access.gates import check, decide
from orgs.access.people import admin_helpers, owner_helpers
from orgs.actor import Actor
from orgs.roles import Capability

ADMINS = frozenset(
    {
        Capability.ASSIGN_ROLES,
        Capability.MANAGE_BRANCH,
        Capability.MANAGE_MEMBERS,
        Capability.MANAGE_SIGN_IN,
    }
)
OWNERS = frozenset(
    {
        Capability.EXPORT_DATA,
        Capability.SEE_BILLING,
        Capability.SEE_PRODUCTS,
        Capability.SEE_DOWNLOADS,
        Capability.SEE_PROJECTS,
        Capability.RUN_SECURITY_TOOL,
    }
)


def explain(facts: Facts, needs: frozenset[Capability]) -> Decision:
    """The refusal for an actor who has none of these capabilities, with who could change that."""
    if needs & ADMINS:
        return only_admins(facts.here)
    if Capability.GRANT_ACCESS in needs:
        return only_owner_shares(facts.here)
    if needs & OWNERS:
        return only_owner(facts.here)
    if Capability.SEE_AUDIT in needs:
        return only_those_who_answer(facts.here)
    if Capability.OPEN_CASE in needs:
        return decide(facts)
    return check(Gate.SUPPORT, facts)


def only_admins(actor: Actor) -> Decision:
    """Roles are given by the system admins of the same organization (ROLE-1)."""
    reason = _("Only the system admins of %(organization)s give and remove roles.")
    cause = Cause("not-system-admin", reason % {"organization": actor.organization})
    return refuse(None, cause, helpers=admin_helpers(actor.organization, besides=actor.user))


def only_owner(actor: Actor) -> Decision:
    """What belongs to the account is the owner's to open (SHA-2)."""
    reason = _("Only the account owner of %(organization)s opens this.")
    cause = Cause("not-owner", reason % {"organization": actor.organization})
    return refuse(None, cause, helpers=owner_helpers(actor.organization, besides=actor.user))


def only_owner_shares(actor: Actor) -> Decision:
    """Neither admins nor grantees nor the vendor share access (SHA-2, SHA-4)."""
    reason = _("Only the account owner of %(organization)s shares access to it.")
    cause = Cause("not-owner", reason % {"organization": actor.organization})
    return refuse(None, cause, helpers=owner_helpers(actor.organization, besides=actor.user))


def only_those_who_answer(actor: Actor) -> Decision:
    """What is on record is for who answers for the organization."""
    reason = _("Only the account owner and the system admins of %(organization)s read its records.")
    cause = Cause("not-answering", reason % {"organization": actor.organization})
    return refuse(None, cause, helpers=admin_helpers(actor.organization, besides=actor.user))
