"""May this person file a case here, and if not: why, who can help, what to do next?

The gates stand in the order of ID-6 and nowhere else. Bars, 403 pages, the wizard, problem details of the
API and "Check my access" render the decision made here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.actor import Actor
from orgs.models import Entitlement, Organization, Product, Project, User
from orgs.roles import Capability, Role


class Gate(StrEnum):
    """In the order in which they are passed (ID-6)."""

    SIGNED_IN = auto()
    EMAIL_VERIFIED = auto()
    ACCOUNT_LINKED = auto()
    ORGANIZATION = auto()
    SUPPORT = auto()
    ENTITLED = auto()
    PRODUCT = auto()
    PROJECT = auto()


TITLES: dict[Gate, Promise] = {
    Gate.SIGNED_IN: gettext_lazy("You are signed in"),
    Gate.EMAIL_VERIFIED: gettext_lazy("Your e-mail address is verified"),
    Gate.ACCOUNT_LINKED: gettext_lazy("Your product account is linked"),
    Gate.ORGANIZATION: gettext_lazy("An organization is selected"),
    Gate.SUPPORT: gettext_lazy("You may use support in this organization"),
    Gate.ENTITLED: gettext_lazy("There is a product you can get support for"),
    Gate.PRODUCT: gettext_lazy("The product you choose is entitled"),
    Gate.PROJECT: gettext_lazy("You are a member of the cloud project, where the product needs it"),
}


@dataclass(frozen=True)
class Helper:
    """Somebody who can change the decision."""

    name: str
    email: str


@dataclass(frozen=True)
class Remedy:
    """The next step, as a button. With `post` it is a form's action, otherwise a link."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True)
class Decision:
    """The answer of one gate: allowed or not, why, who can help, and what to press.

    `code` is stable, for programs. `switch_to` are organizations in which it would be allowed.
    """

    allowed: bool
    gate: Gate
    code: str = "ok"
    reason: str = ""
    helpers: tuple[Helper, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    switch_to: tuple[Organization, ...] = ()

    @property
    def title(self) -> str:
        return str(TITLES[self.gate])

    def as_problem(self) -> dict[str, Any]:
        """The extension members of the API's problem details."""
        return {
            "gate": self.gate.value,
            "reason": self.reason,
            "helpers": [{"name": helper.name, "email": helper.email} for helper in self.helpers],
            "remedies": [{"label": remedy.label, "url": remedy.url} for remedy in self.remedies],
            "switch_to": [organization.slug for organization in self.switch_to],
        }


@dataclass
class Facts:
    """All that the gates look at; gathered by `sharedaccess.doors.facts`, which knows grants as well.

    `actor` is None where no organization is selected. `elsewhere` answers the organizations, other than
    the actor's, where the person may use support and something is entitled.
    """

    user: User | None
    actor: Actor | None = None
    product: Product | None = None
    project: Project | None = None
    elsewhere: Callable[[], Sequence[Organization]] = field(default=lambda: ())

    @cached_property
    def others(self) -> tuple[Organization, ...]:
        return tuple(self.elsewhere())


def decide(facts: Facts) -> Decision:
    """The first gate that fails, explained; or the last one, passed."""
    decision = _passed(Gate.SIGNED_IN)
    for gate, check in GATES.items():
        decision = check(facts) or _passed(gate)
        if not decision.allowed:
            return decision
    return decision


def walk(facts: Facts) -> list[tuple[Gate, Decision | None]]:
    """Every gate with its answer; None behind the first that fails (ACC-1)."""
    answers: list[tuple[Gate, Decision | None]] = []
    stopped = False
    for gate, check in GATES.items():
        answer = None if stopped else check(facts) or _passed(gate)
        stopped = stopped or answer is None or not answer.allowed
        answers.append((gate, answer))
    return answers


def role_helpers(organization: Organization) -> tuple[Helper, ...]:
    """Who can change what people may do here: its system admins, then its owner, each once (ENT-3)."""
    admins = User.objects.filter(
        is_active=True,
        memberships__organization=organization,
        memberships__roles__role=Role.SYSTEM_ADMIN,
    ).order_by("first_name", "last_name")
    owner = User.objects.filter(product_account__organizations=organization, is_active=True)
    people = {user.pk: Helper(str(user), user.email) for user in [*admins, *owner]}
    return tuple(people.values())


def owner_helpers(organization: Organization) -> tuple[Helper, ...]:
    """The account owner, who grants shared access and pays the bills."""
    owner = User.objects.filter(product_account__organizations=organization, is_active=True)
    return tuple(Helper(str(user), user.email) for user in owner)


def _passed(gate: Gate) -> Decision:
    return Decision(allowed=True, gate=gate)


def _vendor() -> Helper:
    return Helper(
        _("%(vendor)s support") % {"vendor": settings.VENDOR_NAME}, settings.VENDOR_CONTACT_EMAIL
    )


def _signed_in(facts: Facts) -> Decision | None:
    if facts.user is not None:
        return None
    remedy = Remedy(_("Sign in"), reverse("account_login"))
    return Decision(
        False, Gate.SIGNED_IN, "not-signed-in", _("You are not signed in."), (), (remedy,)
    )


def _email_verified(facts: Facts) -> Decision | None:
    actor, user = facts.actor, facts.user
    if actor.email_verified if actor else user and user.has_verified_email:
        return None
    reason = _("Your e-mail address %(email)s is not verified yet.") % {
        "email": user.email if user else ""
    }
    remedy = Remedy(
        _("Send the verification e-mail again"), reverse("orgs:verify-email"), post=True
    )
    return Decision(
        False, Gate.EMAIL_VERIFIED, "email-not-verified", reason, (_vendor(),), (remedy,)
    )


def _account_linked(facts: Facts) -> Decision | None:
    actor, user = facts.actor, facts.user
    if actor.account_linked if actor else user and hasattr(user, "product_account"):
        return None
    reason = _("Your user is not linked to a product account, where licences live.")
    remedy = Remedy(_("Link your product account"), reverse("orgs:account") + "#product-account")
    return Decision(
        False, Gate.ACCOUNT_LINKED, "account-not-linked", reason, (_vendor(),), (remedy,)
    )


def _organization(facts: Facts) -> Decision | None:
    if facts.actor is not None:
        return None
    reason = _("No organization is selected, or you belong to none.")
    remedy = Remedy(_("Refresh my organizations"), reverse("orgs:refresh"), post=True)
    return Decision(
        False, Gate.ORGANIZATION, "no-organization", reason, (_vendor(),), (remedy,), facts.others
    )


def _support(facts: Facts) -> Decision | None:
    """Role, owner or grant; a partner only in its customers' organizations (ENT-7)."""
    actor = _actor(facts)
    organization = actor.organization
    if organization.is_partner:
        return _partner(facts)
    if actor.can(Capability.OPEN_CASE):
        return None
    reason = _("You are not a support-entitled user in the organization %(organization)s.") % {
        "organization": organization
    }
    helpers = role_helpers(organization)
    return Decision(
        False, Gate.SUPPORT, "no-support-role", reason, helpers, _role_remedies(actor), facts.others
    )


def _role_remedies(actor: Actor) -> tuple[Remedy, ...]:
    org = actor.organization.slug
    if actor.can(Capability.ASSIGN_ROLES):
        return (
            Remedy(
                _("Give yourself the support admin role"),
                reverse("orgs:take-support", args=[org]),
                post=True,
            ),
        )
    return (Remedy(_("Request access"), reverse("orgs:request-access", args=[org]), post=True),)


def _partner(facts: Facts) -> Decision:
    """A partner in its own organization: either access was shared and another one is right, or none was."""
    helper = Helper(_("Partner desk"), settings.PARTNER_CONTACT_EMAIL)
    if facts.others:
        return _wrong_organization(facts, Gate.SUPPORT)
    reason = _(
        "This is a partner account. Partners file cases in a customer's organization, and no customer has shared"
        " access to support with you yet: ask the customer's account owner."
    )
    return Decision(False, Gate.SUPPORT, "partner-without-access", reason, (helper,))


def _entitled(facts: Facts) -> Decision | None:
    """At least one product; when there is none, the causes that apply to this user, and no others (ENT-5)."""
    actor = _actor(facts)
    if Product.objects.supported_for(actor).exists():
        return None
    for cause in (_suspended, _not_in_project, _out_of_scope):
        if decision := cause(facts, actor):
            return decision
    if facts.others:
        return _wrong_organization(facts, Gate.ENTITLED)
    return _expired(actor) or _never_entitled(actor)


def _wrong_organization(facts: Facts, gate: Gate) -> Decision:
    reason = _(
        "Support is not open to you in %(organization)s, but it is in another organization of yours."
    ) % {"organization": _actor(facts).organization}
    helpers = owner_helpers(_actor(facts).organization)
    return Decision(False, gate, "wrong-organization", reason, helpers, (), facts.others)


def _suspended(facts: Facts, actor: Actor) -> Decision | None:
    suspended = _entitlements(actor).exclude(suspended_for="").select_related("product")
    running = [row for row in suspended if row.state == Entitlement.State.SUSPENDED]
    if not running:
        return None
    reason = _("The entitlement of %(products)s is suspended: %(cause)s.") % {
        "products": _names(running),
        "cause": ", ".join(sorted({row.get_suspended_for_display() for row in running})),
    }
    helpers = owner_helpers(actor.organization)
    return Decision(
        False, Gate.ENTITLED, "entitlement-suspended", reason, helpers, (), facts.others
    )


def _not_in_project(facts: Facts, actor: Actor) -> Decision | None:
    cloud = Product.objects.entitled_in(actor.organization).reached_by(actor).filter(is_cloud=True)
    if not (names := list(cloud.values_list("name", flat=True))):
        return None
    reason = _("You are not a member of a cloud project of %(products)s.") % {
        "products": ", ".join(names)
    }
    helpers = role_helpers(actor.organization)
    return Decision(False, Gate.ENTITLED, "not-in-project", reason, helpers, (), facts.others)


def _out_of_scope(facts: Facts, actor: Actor) -> Decision | None:
    if actor.products is None or not Product.objects.entitled_in(actor.organization).exists():
        return None
    reason = _("Your support admin role covers chosen products only, and none of them is entitled.")
    helpers = role_helpers(actor.organization)
    return Decision(False, Gate.ENTITLED, "out-of-scope", reason, helpers, (), facts.others)


def _expired(actor: Actor) -> Decision | None:
    past = [
        row
        for row in _entitlements(actor).select_related("product")
        if row.state == Entitlement.State.EXPIRED
    ]
    if not past:
        return None
    reason = _("The entitlement of %(products)s has expired.") % {"products": _names(past)}
    return Decision(
        False, Gate.ENTITLED, "entitlement-expired", reason, owner_helpers(actor.organization)
    )


def _never_entitled(actor: Actor) -> Decision:
    reason = _("%(organization)s has no entitlement to support.") % {
        "organization": actor.organization
    }
    return Decision(
        False, Gate.ENTITLED, "no-entitlement", reason, owner_helpers(actor.organization)
    )


def _product(facts: Facts) -> Decision | None:
    if facts.product is None:
        return None
    actor = _actor(facts)
    if Product.objects.supported_for(actor).filter(pk=facts.product.pk).exists():
        return None
    if (
        facts.product.is_cloud
        and Product.objects.entitled_in(actor.organization).filter(pk=facts.product.pk).exists()
    ):
        return None  # the next gate explains it better
    reason = _("%(product)s is not among the products you can get support for here.") % {
        "product": facts.product
    }
    helpers = owner_helpers(actor.organization)
    return Decision(False, Gate.PRODUCT, "product-not-entitled", reason, helpers)


def _project(facts: Facts) -> Decision | None:
    """Where the product needs it, the person works in the project named, or in any if none is (ENT-11)."""
    if facts.product is None or not facts.product.is_cloud:
        return None
    actor = _actor(facts)
    joined = actor.user.project_memberships.filter(
        project__organization=actor.organization, project__product=facts.product
    )
    if facts.project is not None:
        joined = joined.filter(project=facts.project)
    if joined.exists():
        return None
    reason = _("You are not a member of the cloud project.")
    return Decision(False, Gate.PROJECT, "not-in-project", reason, role_helpers(actor.organization))


def _entitlements(actor: Actor) -> Any:
    return Entitlement.objects.filter(organization=actor.organization)


def _names(entitlements: Sequence[Entitlement]) -> str:
    return ", ".join(sorted({row.product.name for row in entitlements}))


def _actor(facts: Facts) -> Actor:
    if facts.actor is None:
        raise RuntimeError("This gate stands behind the one that selects an organization.")
    return facts.actor


GATES: dict[Gate, Callable[[Facts], Decision | None]] = {
    Gate.SIGNED_IN: _signed_in,
    Gate.EMAIL_VERIFIED: _email_verified,
    Gate.ACCOUNT_LINKED: _account_linked,
    Gate.ORGANIZATION: _organization,
    Gate.SUPPORT: _support,
    Gate.ENTITLED: _entitled,
    Gate.PRODUCT: _product,
    Gate.PROJECT: _project,
}
