"""What the demo's customers read beside the shipped articles, and whom they call."""

import tomllib
from pathlib import Path

from cases.demo.world import World
from knowledge.actions import write
from knowledge.content import load
from knowledge.models import Article, HotlineNumber, Synonyms, Tag
from orgs.models import Region

ARTICLES = Path(__file__).parent / "articles.toml"

HOTLINE = (
    # Kept free for fiction, or not assignable: nobody's telephone rings.
    (Region.AMERICAS, "United States", "États-Unis", "+1 202 555 0142"),
    (Region.AMERICAS, "Canada", "Canada", "+1 613 555 0178"),
    (Region.EMEA, "France", "France", "+33 1 99 00 27 41"),
    (Region.EMEA, "Germany", "Allemagne", "+49 30 23125 417"),
    (Region.EMEA, "United Kingdom", "Royaume-Uni", "+44 20 7946 0321"),
    (Region.APAC, "Australia", "Australie", "+61 2 5550 4127"),
    (Region.JAPAN, "Japan", "Japon", "+81 3 0000 4127"),
)

SYNONYMS = (
    ("case", "ticket", "cas", "dossier"),
    ("invoice", "bill", "facture"),
    ("sign in", "log in", "login", "se connecter", "connexion"),
    ("password", "passphrase", "mot de passe"),
)


def publish(world: World) -> None:
    HotlineNumber.objects.bulk_create(
        HotlineNumber(region=region, country_en=english, country_fr=french, phone=phone)
        for region, english, french, phone in HOTLINE
    )
    load()
    for row in tomllib.loads(ARTICLES.read_text(encoding="utf-8"))["article"]:
        products, tags = row.pop("products", []), row.pop("tags", [])
        article = Article(is_published=True, **row)
        write(actor=None, article=article)
        article.products.set(world.products[name] for name in products)
        article.tags.set(Tag.objects.filter(slug__in=tags))
    Synonyms.objects.bulk_create(Synonyms(words=list(words)) for words in SYNONYMS)
