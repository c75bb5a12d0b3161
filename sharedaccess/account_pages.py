"""The account pages of an organization: which there are, and what opens each (ACCT-1)."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orgs.actor import Actor
from orgs.roles import Capability


class Tab(NamedTuple):
    page: str
    label: Promise
    needs: Capability
    query: str = ""


class Link(NamedTuple):
    label: Promise
    url: str
    is_current: bool


TABS = (
    Tab("sharedaccess:account-products", _("Products and services"), Capability.SEE_PRODUCTS),
    Tab("sharedaccess:account-downloads", _("Downloads"), Capability.SEE_DOWNLOADS),
    Tab("sharedaccess:account-projects", _("Cloud projects"), Capability.SEE_PROJECTS),
    Tab("sharedaccess:account-security", _("Security tool"), Capability.RUN_SECURITY_TOOL),
    Tab("sharedaccess:account-billing", _("Billing"), Capability.SEE_BILLING),
    Tab("sharedaccess:account-settings", _("Settings"), Capability.SEE_BILLING),
    Tab("sharedaccess:data", _("Your data"), Capability.EXPORT_DATA),
    Tab("cases:summary", _("Support"), Capability.OPEN_CASE, "?from=account"),
)
"""Support leads away, to the summary with its button (ACCT-2); billing, settings and
data are the owner's alone (SHA-11)."""

OWN = tuple(tab for tab in TABS if tab.page.startswith("sharedaccess:"))


def tabs(actor: Actor, current: str = "") -> list[Link]:
    """The pages that this person may open."""
    slug = actor.organization.slug
    return [
        Link(tab.label, reverse(tab.page, args=[slug]) + tab.query, tab.page == current)
        for tab in TABS
        if actor.can(tab.needs)
    ]


def first_page(actor: Actor) -> str:
    """The address of the first one, or nothing."""
    pages = (tab.page for tab in OWN if actor.can(tab.needs))
    page = next(pages, "")
    return page and reverse(page, args=[actor.organization.slug])
