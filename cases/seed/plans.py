"""The support plans, with the first response that each promises (SLA-1, ROLE-9)."""

from typing import NamedTuple


class Plan(NamedTuple):
    """A target reads «amount unit coverage». `contacts` limits the number of support admins."""

    key: str
    name: str
    contacts: int | None
    p1: str
    p2: str
    p3: str
    p4: str


PLANS = (
    Plan(
        "expert",
        "Expert",
        4,
        p1="1 hour 24x7",
        p2="2 hour business",
        p3="4 hour business",
        p4="1 day business",
    ),
    Plan(
        "ultimate",
        "Ultimate",
        15,
        p1="15 minute 24x7",
        p2="30 minute 24x5",
        p3="1 hour 24x5",
        p4="1 day business",
    ),
    Plan(
        "managed-services",
        "Managed Services",
        None,
        p1="30 minute 24x7",
        p2="1 hour business",
        p3="2 hour business",
        p4="1 day business",
    ),
    Plan(
        "online",
        "Online",
        None,
        p1="60 minute 24x7",
        p2="4 hour business",
        p3="6 hour business",
        p4="3 day business",
    ),
    Plan(
        "business",
        "Business",
        6,
        p1="60 minute 24x7",
        p2="2 hour business",
        p3="4 hour business",
        p4="1 day business",
    ),
    Plan(
        "enterprise",
        "Enterprise",
        10,
        p1="30 minute 24x7",
        p2="1 hour 24x5",
        p3="2 hour business",
        p4="1 day business",
    ),
    Plan(
        "elite",
        "Elite",
        None,
        p1="15 minute 24x7",
        p2="30 minute 24x5",
        p3="1 hour 24x5",
        p4="1 day business",
    ),
)
