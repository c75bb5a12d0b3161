"""What the demo vendor sells: eight products in three families, and the teams that know them."""

from typing import NamedTuple

from orgs.models import ProductField

F = ProductField.Name

FAMILIES = ("Commerce", "Experience", "Cloud")


class Team(NamedTuple):
    name: str
    email: str
    agents: tuple[str, ...]


TEAMS = (
    Team("Commerce", "commerce-support@vendor.example.com", ("ada",)),
    Team("Experience", "experience-support@vendor.example.com", ("ari",)),
    Team("Cloud", "cloud-support@vendor.example.com", ("ari",)),
)


class Item(NamedTuple):
    """A product of a family; the team of the same name looks after it unless `team` says otherwise.

    `asks` are the optional fields of its form, `requires` those that must be answered (WIZ-2).
    """

    name: str
    family: str
    asks: tuple[F, ...]
    requires: tuple[F, ...] = ()
    team: str = ""
    is_cloud: bool = False
    url_hosts: str = ""
    warning_en: str = ""
    warning_fr: str = ""


PRODUCTS = (
    Item("Commerce Pro", "Commerce", asks=tuple(F)),
    Item(
        "Commerce Cloud",
        "Commerce",
        asks=(F.ISSUE_REASON, F.ENVIRONMENT, F.AFFECTED_URL, F.IMPACT, F.RECENT_CHANGES),
        requires=(F.ENVIRONMENT,),
        team="Cloud",
        is_cloud=True,
    ),
    Item(
        "Commerce Reporting",
        "Commerce",
        asks=(F.IMPACT, F.EXPECTED, F.ACTUAL),
        warning_en=(
            "Commerce Reporting does not handle Advanced Reporting. For Advanced Reporting choose"
            " Commerce Pro or Commerce Cloud."
        ),
        warning_fr=(
            "Commerce Reporting ne traite pas Advanced Reporting. Pour Advanced Reporting,"
            " choisissez Commerce Pro ou Commerce Cloud."
        ),
    ),
    Item(
        "Experience Studio",
        "Experience",
        asks=(
            F.ENVIRONMENT,
            F.PRODUCT_VERSION,
            F.AFFECTED_URL,
            F.IMPACT,
            F.STEPS,
            F.EXPECTED,
            F.ACTUAL,
        ),
        requires=(F.PRODUCT_VERSION,),
    ),
    Item(
        "Experience Assets",
        "Experience",
        asks=(F.ENVIRONMENT, F.PRODUCT_VERSION, F.IMPACT, F.STEPS),
    ),
    Item("Experience Targeting", "Experience", asks=(F.ENVIRONMENT, F.AFFECTED_URL, F.IMPACT)),
    Item(
        "Managed Services",
        "Cloud",
        asks=(F.ISSUE_REASON, F.ENVIRONMENT, F.IMPACT, F.RECENT_CHANGES),
        requires=(F.ISSUE_REASON,),
        url_hosts="*.managed.example.com *.cloud.example.com",
    ),
    Item("Cloud Edge", "Cloud", asks=(F.ENVIRONMENT, F.AFFECTED_URL, F.IMPACT, F.RECENT_CHANGES)),
)
