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


class Card(NamedTuple):
    """An issue type of one family only, shown before those for all (WIZ-1)."""

    key: str
    family: str
    label_en: str
    label_fr: str
    samples_en: tuple[str, ...]
    samples_fr: tuple[str, ...]


CARDS = (
    Card(
        "checkout",
        "Commerce",
        "Checkout, cart and payment",
        "Commande, panier et paiement",
        ("Cards are refused", "Prices or taxes are wrong", "A coupon does not apply"),
        (
            "Les cartes sont refusées",
            "Les prix ou les taxes sont faux",
            "Un bon de réduction ne s’applique pas",
        ),
    ),
    Card(
        "authoring",
        "Experience",
        "Editing and publishing",
        "Rédaction et publication",
        ("A page cannot be published", "The preview differs from the page", "A picture is missing"),
        (
            "Une page ne peut pas être publiée",
            "L’aperçu diffère de la page",
            "Une image a disparu",
        ),
    ),
    Card(
        "hosting",
        "Cloud",
        "Hosting, domains and certificates",
        "Hébergement, domaines et certificats",
        ("A certificate expires", "A new domain", "Disk or memory runs out"),
        (
            "Un certificat arrive à expiration",
            "Un nouveau domaine",
            "Le disque ou la mémoire est saturé",
        ),
    ),
)
