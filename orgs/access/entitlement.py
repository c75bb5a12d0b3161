"""The gates about products: some are entitled, the chosen one is, its project is the person's."""

from django.utils.translation import gettext as _

from orgs.access.causes import CHANGED_BY_ADMINS, find_causes
from orgs.access.decision import Cause, Decision, Facts, Gate, refuse
from orgs.access.people import owner_helpers, role_helpers, write_to
from orgs.access.support import wrong_organization
from orgs.models import Product


def check_entitled(facts: Facts) -> Decision | None:
    """At least one product; when there is none, every cause that applies to this person (ENT-5)."""
    actor = facts.here
    if Product.objects.supported_for(actor).exists():
        return None
    return _refuse(Gate.ENTITLED, facts, find_causes(actor))


def check_product(facts: Facts) -> Decision | None:
    """The chosen one is entitled and within the role's scope; the next gate knows its project."""
    actor, product = facts.here, facts.product
    if product is None:
        return None
    offered = Product.objects.entitled_in(actor.organization).reached_by(actor)
    if offered.filter(pk=product.pk).exists():
        return None
    return _refuse(Gate.PRODUCT, facts, find_causes(actor, product))


def check_project(facts: Facts) -> Decision | None:
    """Where the product needs it, the person works in the project named, or in any (ENT-11)."""
    actor, product, project = facts.here, facts.product, facts.project
    if product is None or not product.is_cloud:
        return None
    joined = actor.user.project_memberships.active().filter(
        project__organization=actor.organization, project__product=product
    )
    if (joined.filter(project=project) if project else joined).exists():
        return None
    if project:
        reason = _("You are not a member of the cloud project %(project)s.") % {"project": project}
    else:
        reason = _("You are not a member of a cloud project of %(products)s.")
        reason %= {"products": product}
    return _refuse(Gate.PROJECT, facts, [Cause("not-in-project", reason)])


def _refuse(gate: Gate, facts: Facts, causes: list[Cause]) -> Decision:
    """Names only those who can change one of the causes."""
    actor = facts.here
    by_admins = any(cause.code in CHANGED_BY_ADMINS for cause in causes)
    find = role_helpers if by_admins else owner_helpers
    helpers = find(actor.organization, besides=actor.user)
    reason = " ".join(cause.reason for cause in causes)
    return refuse(
        gate,
        *causes,
        *(wrong_organization(facts) if gate == Gate.ENTITLED else ()),
        helpers=helpers,
        remedies=(write_to(helpers, reason),),
        switch_to=facts.others if gate == Gate.ENTITLED else (),
    )
