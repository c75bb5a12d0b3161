"""The column at the left of the desk: what this person may look after."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Entry = tuple[Promise, str, str]
"""What it is called, its symbol, and the model it leads to."""

SECTIONS: tuple[tuple[Promise, tuple[Entry, ...]], ...] = (
    (
        _("Support"),
        (
            (_("Case queue"), "inbox", "cases.case"),
            (_("Reports"), "bar_chart", "cases.reports"),
            (_("Historical cases"), "history_edu", "cases.legacycase"),
            (_("Cases spared"), "lightbulb", "cases.endeddraft"),
            (_("Support teams"), "groups", "orgs.supportteam"),
            (_("Notifications"), "outgoing_mail", "portal.outboxmessage"),
        ),
    ),
    (
        _("Customers"),
        (
            (_("Organizations"), "domain", "orgs.organization"),
            (_("Entitlements"), "verified", "orgs.entitlement"),
            (_("Cloud projects"), "cloud", "orgs.project"),
            (_("Downloads"), "download", "orgs.download"),
            (_("Scan reports"), "security", "orgs.scanreport"),
            (_("Invoices"), "receipt_long", "orgs.invoice"),
            (_("Product accounts"), "badge", "orgs.productaccount"),
            (_("Users"), "person", "orgs.user"),
            (_("Roles"), "admin_panel_settings", "orgs.roleassignment"),
            (_("Shared access"), "key", "sharedaccess.grant"),
        ),
    ),
    (
        _("Catalogue"),
        (
            (_("Products"), "deployed_code", "orgs.product"),
            (_("Product families"), "category", "orgs.productfamily"),
            (_("Support plans"), "workspace_premium", "orgs.supportplan"),
            (_("Business calendars"), "schedule", "orgs.businesscalendar"),
            (_("Holidays"), "event_busy", "orgs.holiday"),
            (_("Issue types"), "help_center", "cases.issuetype"),
            (_("Issue reasons"), "label", "cases.issuereason"),
        ),
    ),
    (
        _("Content"),
        (
            (_("Articles"), "article", "knowledge.article"),
            (_("Tags"), "sell", "knowledge.tag"),
            (_("Synonyms"), "swap_horiz", "knowledge.synonyms"),
            (_("Opinions"), "thumbs_up_down", "knowledge.opinion"),
            (_("Searches without result"), "search_off", "knowledge.fruitlesssearch"),
            (_("Announcements"), "campaign", "knowledge.announcement"),
            (_("Events"), "event", "knowledge.eventseries"),
            (_("Hotline numbers"), "call", "knowledge.hotlinenumber"),
            (_("Words of the hotline"), "record_voice_over", "knowledge.hotlineadvice"),
        ),
    ),
    (
        _("Vendor"),
        (
            (_("Groups"), "shield_person", "auth.group"),
            (_("Audit log"), "history", "portal.auditentry"),
        ),
    ),
)

PAGES = {"cases.reports": ("case_reports", "orgs.handle_escalations")}
"""What is no list of a model: its page, and who may open it."""

BADGES = {"cases.case": "cases.admin.badges.unassigned"}


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """For unfold's `SIDEBAR`; it leaves out what the permission does not allow."""
    return [
        {"title": title, "items": [_item(*entry) for entry in entries]}
        for title, entries in SECTIONS
    ]


def _item(title: Promise, symbol: str, model: str) -> dict[str, Any]:
    app, name = model.split(".")
    page, permission = PAGES.get(model, (f"{name}_changelist", f"{app}.view_{name}"))
    link = reverse(f"admin:{app}_{page}")
    item: dict[str, Any] = {
        "title": title,
        "icon": symbol,
        "link": link,
        "active": lambda request: _is_open(request.path, link),
        "permission": lambda request: request.user.has_perm(permission),
    }
    if model in BADGES:
        item["badge"] = BADGES[model]
    return item


def _is_open(path: str, link: str) -> bool:
    """A page of its own stands below the address of a list, which is not open then."""
    names = (f"admin:{model.split('.')[0]}_{page}" for model, (page, _may) in PAGES.items())
    own = [page for page in map(reverse, names) if path.startswith(page)]
    return link in own if own else path.startswith(link)
