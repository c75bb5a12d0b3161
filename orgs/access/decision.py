"""What a decision is, and what it is made from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orgs.actor import Actor
from orgs.models import Organization, Product, Project, User


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
    Gate.SIGNED_IN: _("You are signed in"),
    Gate.EMAIL_VERIFIED: _("Your e-mail address is verified"),
    Gate.ACCOUNT_LINKED: _("Your product account is linked"),
    Gate.ORGANIZATION: _("An organization is selected"),
    Gate.SUPPORT: _("You may use support in this organization"),
    Gate.ENTITLED: _("There is a product you can get support for"),
    Gate.PRODUCT: _("The product you choose is entitled"),
    Gate.PROJECT: _("You are a member of the cloud project, where the product needs it"),
}


class Helper(NamedTuple):
    """Somebody who can change the decision."""

    name: str
    email: str


class Remedy(NamedTuple):
    """The next step, as a button: a link or, with `post`, the action of a form."""

    label: str
    url: str
    post: bool = False


class Cause(NamedTuple):
    """One thing that stands in the way. `code` is stable, for programs."""

    code: str
    reason: str


class Lapse(NamedTuple):
    """Shared access that ended: `why` is revoked, expired or empty, which is nothing ticked."""

    organization: Organization
    why: str
    at: datetime


@dataclass(frozen=True)
class Decision:
    """The answer of one gate: allowed or not, why, who can help, and what to press.

    `gate` is None for what no gate of ID-6 guards, such as giving roles. Where several causes
    apply, `code` is that of the first and `reason` tells them all. `switch_to` are the
    organizations in which it would be allowed.
    """

    allowed: bool
    gate: Gate | None
    code: str = "ok"
    reason: str = ""
    helpers: tuple[Helper, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    switch_to: tuple[Organization, ...] = ()
    causes: tuple[Cause, ...] = ()

    @property
    def title(self) -> str:
        return str(TITLES[self.gate]) if self.gate else ""

    def as_problem(self) -> dict[str, Any]:
        """The extension members of the API's problem details; remedies only as pages of ours."""
        pages = [remedy for remedy in self.remedies if remedy.url.startswith("/")]
        return {
            **({"gate": self.gate.value} if self.gate else {}),
            "reason": self.reason,
            "causes": [cause._asdict() for cause in self.causes],
            "helpers": [helper._asdict() for helper in self.helpers],
            "remedies": [{"label": remedy.label, "url": remedy.url} for remedy in pages],
            "switch_to": [organization.slug for organization in self.switch_to],
        }


def refuse(
    gate: Gate | None,
    *causes: Cause,
    helpers: tuple[Helper, ...] = (),
    remedies: tuple[Remedy, ...] = (),
    switch_to: tuple[Organization, ...] = (),
) -> Decision:
    """A refusal for one cause or several."""
    reason = " ".join(cause.reason for cause in causes)
    return Decision(False, gate, causes[0].code, reason, helpers, remedies, switch_to, causes)


@dataclass
class Facts:
    """All that the gates look at; gathered by `sharedaccess.doors.facts`, which knows grants too.

    `actor` is None where no organization is selected. `elsewhere` answers the organizations, other
    than the actor's, where the person can file a case now; `shared` those where support is shared
    with them; `lapses` what was shared with them until not long ago.
    """

    user: User | None
    actor: Actor | None = None
    product: Product | None = None
    project: Project | None = None
    elsewhere: Callable[[], Sequence[Organization]] = tuple
    shared: Callable[[], Sequence[Organization]] = tuple
    lapses: Callable[[], Sequence[Lapse]] = tuple

    @cached_property
    def others(self) -> tuple[Organization, ...]:
        return tuple(self.elsewhere())

    @property
    def here(self) -> Actor:
        """The actor, for the gates behind the one that selects an organization."""
        if self.actor is None:
            raise RuntimeError("No organization is selected.")
        return self.actor
