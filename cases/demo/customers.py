"""The demo's seven organizations: what they bought, who belongs to them and who may do what."""

from typing import NamedTuple

from orgs.models import Entitlement, Region
from orgs.roles import Resource, Role

LICENCE = Entitlement.Suspension.LICENCE


class Customer(NamedTuple):
    """`owner` is the key of a person, who owns it through the product account."""

    slug: str
    name: str
    product_line: str
    owner: str
    plan: str
    region: Region
    is_partner: bool = False
    is_teams: bool = False


CUSTOMERS = (
    Customer("acme-commerce", "Acme", "Commerce", "olga", "expert", Region.AMERICAS),
    Customer("acme-experience", "Acme", "Experience", "olga", "business", Region.AMERICAS),
    Customer("globex-commerce", "Globex", "Commerce", "gaspard", "ultimate", Region.EMEA),
    Customer("initech-teams", "Initech", "Teams", "tess", "online", Region.AMERICAS, is_teams=True),
    Customer(
        "umbrella-partner", "Umbrella", "Partner", "uma", "business", Region.EMEA, is_partner=True
    ),
    Customer("hooli-expired", "Hooli", "Experience", "hank", "enterprise", Region.APAC),
    Customer("soylent-suspended", "Soylent", "Cloud", "sol", "managed-services", Region.JAPAN),
)


class Contract(NamedTuple):
    """Days count from the day of loading: the past is negative. Without `until` there is no end."""

    customer: str
    product: str
    since: int
    until: int | None = None
    suspended_for: str = ""


CONTRACTS = (
    Contract("acme-commerce", "Commerce Pro", -700, 395),
    Contract("acme-commerce", "Commerce Cloud", -430, 300),
    Contract("acme-commerce", "Commerce Reporting", -430),
    Contract("acme-commerce", "Managed Services", -300, 65),
    Contract("acme-commerce", "Cloud Edge", -730, -45),
    Contract("acme-experience", "Experience Studio", -500, 230),
    Contract("acme-experience", "Experience Assets", -500, 230),
    Contract("acme-experience", "Experience Targeting", -200, 165, LICENCE),
    Contract("globex-commerce", "Commerce Pro", -900, 195),
    Contract("globex-commerce", "Commerce Cloud", -365),
    Contract("globex-commerce", "Commerce Reporting", -365, 195),
    Contract("initech-teams", "Experience Studio", -240, 125),
    Contract("initech-teams", "Experience Assets", -240, 125),
    Contract("umbrella-partner", "Commerce Pro", -400, 330),
    Contract("hooli-expired", "Experience Studio", -754, -24),
    Contract("hooli-expired", "Experience Targeting", -389, -24),
    Contract("soylent-suspended", "Managed Services", -300, 430),
    Contract("soylent-suspended", "Cloud Edge", -300, 430),
)


class CloudProject(NamedTuple):
    customer: str
    product: str
    identifier: str
    name: str
    members: tuple[str, ...]


PROJECTS = (
    CloudProject(
        "acme-commerce", "Commerce Cloud", "acme-us-7k2px", "Acme shop, US", ("sue", "dora")
    ),
    CloudProject("acme-commerce", "Commerce Cloud", "acme-eu-4m9xd", "Acme shop, Europe", ("sue",)),
    CloudProject(
        "acme-commerce", "Commerce Cloud", "acme-b2b-q3d8t", "Acme wholesale", ("olga", "dora")
    ),
    CloudProject("acme-commerce", "Commerce Cloud", "acme-lab-8rtz2", "Acme laboratory", ("dora",)),
    CloudProject(
        "globex-commerce", "Commerce Cloud", "globex-fr-5ws1c", "Globex boutique", ("eve", "marc")
    ),
)


class Member(NamedTuple):
    """With at most one role here; `products` limits it (ROLE-5)."""

    customer: str
    person: str
    role: Role | None = None
    products: tuple[str, ...] = ()


MEMBERS = (
    Member("acme-commerce", "sam", Role.SYSTEM_ADMIN),
    Member("acme-commerce", "sue", Role.SUPPORT_ADMIN),
    Member("acme-commerce", "pia", Role.SUPPORT_ADMIN, ("Commerce Reporting",)),
    Member("acme-commerce", "pat", Role.PRODUCT_ADMIN, ("Commerce Pro",)),
    Member("acme-commerce", "dora", Role.DEPLOYMENT_ADMIN),
    Member("acme-commerce", "max"),
    Member("acme-commerce", "una"),
    Member("acme-experience", "ines", Role.SYSTEM_ADMIN),
    Member("acme-experience", "sue", Role.SUPPORT_ADMIN),
    Member("acme-experience", "pia"),
    Member("globex-commerce", "elodie", Role.SYSTEM_ADMIN),
    Member("globex-commerce", "eve", Role.SUPPORT_ADMIN),
    Member("globex-commerce", "marc", Role.SUPPORT_ADMIN),
    Member("initech-teams", "tom", Role.SYSTEM_ADMIN),
    Member("umbrella-partner", "uma", Role.SYSTEM_ADMIN),
    Member("umbrella-partner", "gus", Role.SUPPORT_ADMIN),
    Member("umbrella-partner", "gil"),
    Member("hooli-expired", "hank", Role.SYSTEM_ADMIN),
    Member("hooli-expired", "hope", Role.SUPPORT_ADMIN),
    Member("soylent-suspended", "sol", Role.SYSTEM_ADMIN),
    Member("soylent-suspended", "sid", Role.SUPPORT_ADMIN),
)


class Share(NamedTuple):
    """A shared access grant of the organization's owner."""

    customer: str
    grantee: str
    name: str
    resources: tuple[Resource, ...]
    used: int | None = None
    """Days ago."""
    until: int | None = None
    """Days from now."""


SHARES = (
    Share(
        "acme-commerce",
        "gus",
        "Umbrella, second line",
        (Resource.SUPPORT, Resource.PRODUCTS, Resource.CLOUD_PROJECTS),
        used=2,
    ),
    Share(
        "acme-commerce",
        "gil",
        "Umbrella, release manager",
        (Resource.PRODUCTS, Resource.DOWNLOADS),
        used=41,
        until=90,
    ),
)


class Invited(NamedTuple):
    """Somebody whom a system admin invited some days ago, and who has not answered yet."""

    customer: str
    email: str
    by: str
    role: Role
    days: int


INVITED = (
    Invited("acme-commerce", "wes@acme.example.com", "sam", Role.SUPPORT_ADMIN, 2),
    Invited("acme-commerce", "lou@acme.example.com", "sam", Role.STORAGE_ADMIN, 9),
)
