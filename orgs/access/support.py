"""The gates about the organization: one is selected, and support is open to the person there."""

from django.urls import reverse
from django.utils.translation import gettext as _

from orgs.access.decision import Cause, Decision, Facts, Gate, Helper, Remedy, refuse
from orgs.access.lapses import lapse_causes
from orgs.access.people import partner_desk, role_helpers, vendor_desk, write_to
from orgs.actor import Actor, Via
from orgs.roles import Capability


def check_organization(facts: Facts) -> Decision | None:
    if facts.actor is not None:
        return None
    reason = (
        _("No organization is selected.")
        if facts.others
        else _("You belong to no organization in which you could file a case.")
    )
    refresh = Remedy(_("Refresh my organizations"), reverse("orgs:refresh"), post=True)
    lapsed, owners = lapse_causes(facts.lapses())
    return refuse(
        Gate.ORGANIZATION,
        Cause("no-organization", reason),
        *lapsed,
        helpers=(*owners, vendor_desk()),
        remedies=(refresh,),
        switch_to=facts.others,
    )


def check_support(facts: Facts) -> Decision | None:
    """Role, owner or grant; a partner only in its customers' organizations (ENT-7)."""
    actor = facts.here
    if actor.organization.is_partner:
        return _refuse_partner(facts)
    if actor.can(Capability.OPEN_CASE):
        return None
    reason = _("You are not a support-entitled user in the organization %(organization)s.")
    reason %= {"organization": actor.organization}
    helpers = role_helpers(actor.organization, besides=actor.user)
    lapsed, owners = lapse_causes(facts.lapses())
    return refuse(
        Gate.SUPPORT,
        Cause("no-support-role", f"{reason} {_advise(actor)}"),
        *wrong_organization(facts),
        *lapsed,
        helpers=tuple(dict.fromkeys((*helpers, *owners))),
        remedies=_remedies(actor, helpers, reason),
        switch_to=facts.others,
    )


def _advise(actor: Actor) -> str:
    """Whom to turn to, and for what (ROLE-3)."""
    if actor.can(Capability.ASSIGN_ROLES):
        return _("As a system admin you can give yourself the support admin role.")
    if Via.MEMBER in actor.via:
        return _("Contact a system admin to be given the support admin role.")
    return _("Contact the account owner, who shares access with you.")


def wrong_organization(facts: Facts) -> tuple[Cause, ...]:
    """Applies only where another organization is the right one, offered as a switch (ENT-5)."""
    if not facts.others:
        return ()
    others = ", ".join(str(organization) for organization in facts.others)
    reason = _("Perhaps the wrong organization is selected: you can file a case in %(others)s.")
    return (Cause("wrong-organization", reason % {"others": others}),)


def _remedies(actor: Actor, helpers: tuple[Helper, ...], reason: str) -> tuple[Remedy, ...]:
    """What this person can press. Nothing is given to the unverified (ID-3), and in a teams
    organization there is no role to ask for (ROLE-7)."""
    organization = actor.organization
    if not actor.email_verified:
        return ()
    if organization.is_teams or helpers == (vendor_desk(),):
        return (write_to(helpers, reason),)
    if actor.can(Capability.ASSIGN_ROLES):
        url = reverse("orgs:take-support", args=[organization.slug])
        return (Remedy(_("Give yourself the support admin role"), url, post=True),)
    url = reverse("orgs:request-access", args=[organization.slug])
    return (Remedy(_("Request access"), url, post=True),)


def _refuse_partner(facts: Facts) -> Decision:
    """Another organization is right, or was and is not at present, or none was ever shared."""
    organization = facts.here.organization
    helpers, shared = (partner_desk(),), tuple(facts.shared())
    lapsed, owners = lapse_causes(facts.lapses())
    if facts.others:
        code = "partner-organization"
        reason = _(
            "%(organization)s is a partner: its people file cases in a customer's organization."
        )
    elif shared:
        code = "partner-access-unusable"
        reason = _(
            "%(organization)s is a partner. Support is shared with you elsewhere, but no case can"
            " be filed there at present: look there for the reason."
        )
    else:
        code = "partner-without-access"
        reason = _(
            "%(organization)s is a partner account without shared access. Partners file cases in a"
            " customer's organization: ask the customer's account owner to share support with you."
        )
    cause = Cause(code, reason % {"organization": organization})
    return refuse(
        Gate.SUPPORT,
        cause,
        *wrong_organization(facts),
        *lapsed,
        helpers=(*helpers, *owners),
        remedies=() if facts.others else (write_to(helpers, cause.reason),),
        switch_to=facts.others or shared,
    )
