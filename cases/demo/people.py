"""Who lives in the demo world, and who of them is shown at the sign-in page."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "guichet-demo"  # noqa: S105 # nosec B105
NEW_YORK, PARIS, AMSTERDAM = "America/New_York", "Europe/Paris", "Europe/Amsterdam"
SYDNEY, TOKYO = "Australia/Sydney", "Asia/Tokyo"
PHONES = {
    NEW_YORK: "+120255501",
    PARIS: "+331990027",
    AMSTERDAM: "+4420794603",
    SYDNEY: "+612555041",
    TOKYO: "+813000041",
}
"""How numbers begin that are kept free for fiction, or not assignable; two digits follow."""


class Person(NamedTuple):
    """`key` is what the other tables call them, `account` the number of their product account."""

    key: str
    name: str
    company: str
    account: int | None
    zone: str
    role: Promise
    language: str = ""

    @property
    def email(self) -> str:
        return f"{self.key}@{self.company}.example.com"

    @property
    def is_vendor(self) -> bool:
        return self.company == "vendor"

    @property
    def account_number(self) -> str:
        return f"ACC-{self.account:09d}"


class SignIn(NamedTuple):
    email: str
    role: Promise


PEOPLE = (
    Person("olga", "Olga Marsh", "acme", 100_001_001, NEW_YORK, _("Acme: account owner")),
    Person(
        "sam",
        "Sam Whitfield",
        "acme",
        100_001_002,
        NEW_YORK,
        _("Acme: system admin, assigns roles and sees no cases"),
    ),
    Person(
        "sue",
        "Sue Park",
        "acme",
        100_001_003,
        NEW_YORK,
        _("Acme: support admin for all products; start here"),
    ),
    Person(
        "pia",
        "Pia Romano",
        "acme",
        100_001_004,
        NEW_YORK,
        _("Acme: support admin for Commerce Reporting only"),
    ),
    Person(
        "pat",
        "Pat Dunne",
        "acme",
        100_001_005,
        NEW_YORK,
        _("Acme: product admin, without a right to support"),
    ),
    Person(
        "max",
        "Max Weber",
        "acme",
        100_001_006,
        NEW_YORK,
        _("Acme: plain member who watches one case"),
    ),
    Person(
        "una",
        "Una Farrell",
        "acme",
        100_001_007,
        NEW_YORK,
        _("Acme: has not verified the e-mail address yet"),
    ),
    Person(
        "dora",
        "Dora Kessler",
        "acme",
        100_001_008,
        NEW_YORK,
        _("Acme: deployment admin who once filed cases"),
    ),
    Person(
        "ines",
        "Inês Duarte",
        "acme",
        100_001_009,
        NEW_YORK,
        _("Acme (Experience): system admin of the other product line"),
    ),
    Person(
        "gus",
        "Gus Ferrara",
        "umbrella",
        100_002_002,
        AMSTERDAM,
        _("Umbrella, a partner: shared access to support at Acme"),
    ),
    Person(
        "gil",
        "Gil Novak",
        "umbrella",
        100_002_003,
        AMSTERDAM,
        _("Umbrella, a partner: shared access to other things at Acme"),
    ),
    Person(
        "uma",
        "Uma Brandt",
        "umbrella",
        100_002_001,
        AMSTERDAM,
        _("Umbrella: account owner and system admin of the partner"),
    ),
    Person("eve", "Eve Moreau", "globex", 100_003_002, PARIS, _("Globex: support admin")),
    Person(
        "marc",
        "Marc Besson",
        "globex",
        100_003_003,
        PARIS,
        _("Globex: support admin who reads French"),
        "fr",
    ),
    Person(
        "elodie",
        "Élodie Petit",
        "globex",
        100_003_004,
        PARIS,
        _("Globex: system admin who reads French"),
        "fr",
    ),
    Person(
        "gaspard",
        "Gaspard Lenoir",
        "globex",
        100_003_001,
        PARIS,
        _("Globex: account owner who reads French"),
        "fr",
    ),
    Person(
        "tom",
        "Tom Baxter",
        "initech",
        100_004_002,
        NEW_YORK,
        _("Initech, a teams organization: system admin"),
    ),
    Person("tess", "Tess Holloway", "initech", 100_004_001, NEW_YORK, _("Initech: account owner")),
    Person(
        "hope",
        "Hope Lindgren",
        "hooli",
        100_005_002,
        SYDNEY,
        _("Hooli, whose entitlement has expired: support admin"),
    ),
    Person(
        "hank",
        "Hank Osei",
        "hooli",
        100_005_001,
        SYDNEY,
        _("Hooli: account owner and system admin"),
    ),
    Person(
        "sid",
        "Sid Mercer",
        "soylent",
        100_006_002,
        TOKYO,
        _("Soylent, suspended for billing: support admin"),
    ),
    Person(
        "sol",
        "Sol Nakagawa",
        "soylent",
        100_006_001,
        TOKYO,
        _("Soylent: account owner and system admin"),
    ),
    Person("ada", "Ada Lindqvist", "vendor", None, AMSTERDAM, _("Agent of the Commerce team")),
    Person(
        "ari", "Ari Okafor", "vendor", None, NEW_YORK, _("Agent of the Experience and Cloud teams")
    ),
    Person("meg", "Meg Santos", "vendor", None, AMSTERDAM, _("Support manager")),
    Person("root", "Rut Keeper", "vendor", None, AMSTERDAM, _("Superuser")),
)

UNVERIFIED = frozenset({"una"})

SIGN_INS = [SignIn(person.email, person.role) for person in PEOPLE]
