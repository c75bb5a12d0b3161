"""What the vendor's people may do in the admin, by group."""

from collections.abc import Iterable

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

from orgs.models import User

AGENTS = "Agents"
SUPPORT_MANAGERS = "Support managers"
VENDOR_ADMINISTRATORS = "Vendor administrators"

CUSTOMERS = "orgs.organization orgs.entitlement orgs.project orgs.productaccount"
CATALOGUE = (
    "orgs.product orgs.productfield orgs.productfamily orgs.supportteam orgs.supportplan"
    " orgs.responsetarget cases.issuetype cases.issuereason orgs.businesscalendar"
    " orgs.openinghours orgs.holiday"
)
ASSETS = "orgs.download orgs.scanreport orgs.invoice"
CONTENT = (
    "knowledge.article knowledge.hotlinenumber knowledge.hotlineadvice knowledge.synonyms"
    " knowledge.tag knowledge.announcement knowledge.announcementupdate knowledge.eventseries"
    " knowledge.event"
)
READING = "knowledge.fruitlesssearch knowledge.opinion"


def _each(verbs: str, models: str) -> set[str]:
    """`view` of `orgs.product` is `orgs.view_product`."""
    pairs = (model.split(".") for model in models.split())
    return {f"{app}.{verb}_{name}" for app, name in pairs for verb in verbs.split()}


_WORK = {"cases.view_case", "cases.change_case"} | _each(
    "view",
    "orgs.organization orgs.entitlement orgs.project orgs.product orgs.supportteam"
    f" orgs.supportplan orgs.responsetarget cases.legacycase {CONTENT} {READING}",
)
_LEAD = _WORK | {
    "orgs.view_all_cases",
    "orgs.handle_escalations",
    "cases.view_endeddraft",
    "portal.view_outboxmessage",
    "portal.change_outboxmessage",
}
_RUN = (
    _each(
        "view add change",
        f"{CUSTOMERS} {ASSETS} {CATALOGUE} {CONTENT} orgs.user orgs.projectmembership",
    )
    | _each(
        "delete",
        "orgs.entitlement orgs.project orgs.projectmembership orgs.productfield"
        " orgs.responsetarget orgs.openinghours orgs.holiday cases.issuetype cases.issuereason"
        f" {ASSETS} {CONTENT} knowledge.fruitlesssearch",
    )
    | _each(
        "view",
        "orgs.membership orgs.roleassignment sharedaccess.grant portal.auditentry cases.legacycase"
        f" cases.endeddraft {READING}",
    )
    | {"portal.view_outboxmessage", "portal.change_outboxmessage"}
)

GROUPS: dict[str, set[str]] = {
    AGENTS: _WORK,
    SUPPORT_MANAGERS: _LEAD,
    VENDOR_ADMINISTRATORS: _RUN,
}
"""Which permissions each group has. Nothing here deletes a customer, a person or a role."""


def ensure_groups() -> dict[str, Group]:
    """Make the three groups, or bring them up to date; answers them by name. Safe to repeat."""
    return {name: ensure_group(name) for name in GROUPS}


def ensure_group(name: str) -> Group:
    """One of the three, with the permissions that it has today."""
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.set(_permissions(GROUPS[name]))
    return group


def working_in(teams: Iterable[int]) -> QuerySet[User]:
    """The agents of these teams; who has left the vendor may still stand in a team's list."""
    people = User.objects.filter(is_active=True, is_staff=True, support_teams__in=teams)
    return people.distinct()


def managers() -> QuerySet[User]:
    """Who takes and answers escalations. A superuser may, but is no manager by that alone."""
    holders = ModelBackend().with_perm("orgs.handle_escalations", include_superusers=False)
    return holders.filter(is_staff=True)


def _permissions(names: Iterable[str]) -> list[Permission]:
    wanted = Q(pk__in=[])
    for name in names:
        app, codename = name.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))
