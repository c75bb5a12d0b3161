"""What the demo's account pages show: downloads, scan reports, invoices."""

from decimal import Decimal
from typing import NamedTuple

from django.core.files.base import ContentFile

from cases.demo.world import World
from orgs.actions.billing import settle_all
from orgs.models import Download, Invoice, ScanReport


class Release(NamedTuple):
    """Days count from the day of loading."""

    customer: str
    product: str
    version: str
    name: str
    day: int


RELEASES = (
    Release("acme-commerce", "Commerce Pro", "4.8.2", "commerce-pro-4.8.2.txt", -12),
    Release("acme-commerce", "Commerce Pro", "4.8.1", "commerce-pro-4.8.1.txt", -75),
    Release("acme-commerce", "Commerce Reporting", "2.1", "reporting-2.1.txt", -40),
    Release("globex-commerce", "Commerce Pro", "4.8.2", "commerce-pro-4.8.2.txt", -12),
)


class Scan(NamedTuple):
    customer: str
    project: str
    target: str
    day: int
    high: int
    medium: int
    low: int


SCANS = (
    Scan("acme-commerce", "acme-us-7k2px", "shop.acme.example.com", -3, 0, 2, 7),
    Scan("acme-commerce", "acme-us-7k2px", "shop.acme.example.com", -33, 1, 4, 9),
    Scan("acme-commerce", "acme-eu-4m9xd", "boutique.acme.example.com", -5, 0, 1, 3),
)


class Bill(NamedTuple):
    """`paid` is the day of the payment; without one it is unpaid."""

    customer: str
    number: str
    issued: int
    due: int
    amount: str
    currency: str
    products: tuple[str, ...]
    paid: int | None = None


BILLS = (
    Bill("acme-commerce", "INV-2041", -335, -305, "18400.00", "USD", ("Commerce Pro",), -311),
    Bill("acme-commerce", "INV-2298", -65, -35, "6150.00", "USD", ("Managed Services",), -40),
    Bill("acme-commerce", "INV-2417", -10, 20, "2380.50", "USD", ("Commerce Reporting",)),
    Bill("globex-commerce", "INV-2350", -80, -50, "22900.00", "EUR", ("Commerce Pro",), -52),
    Bill(
        "soylent-suspended",
        "INV-2266",
        -95,
        -65,
        "910000.00",
        "JPY",
        ("Managed Services", "Cloud Edge"),
    ),
)


def furnish(world: World) -> None:
    """An unpaid bill suspends by itself what it is for (ACCT-4)."""
    for release in RELEASES:
        _release(world, release)
    for scan in SCANS:
        _scan(world, scan)
    for bill in BILLS:
        _bill(world, bill)
    settle_all()


def _release(world: World, release: Release) -> None:
    text = f"{release.product} {release.version}\nA stand-in for the real thing.\n"
    Download.objects.create(
        organization=world.organizations[release.customer],
        product=world.products[release.product],
        version=release.version,
        name=release.name,
        released_on=world.day(release.day),
        file=ContentFile(text.encode(), name=release.name),
    )


def _scan(world: World, scan: Scan) -> None:
    text = f"{scan.target}: {scan.high} high, {scan.medium} medium, {scan.low} low\n"
    day = world.day(scan.day)
    name = f"{scan.target}-{day:%Y-%m-%d}.txt"
    ScanReport.objects.create(
        organization=world.organizations[scan.customer],
        project=world.projects[scan.project],
        target=scan.target,
        scanned_on=day,
        high=scan.high,
        medium=scan.medium,
        low=scan.low,
        name=name,
        file=ContentFile(text.encode(), name=name),
    )


def _bill(world: World, bill: Bill) -> None:
    invoice = Invoice.objects.create(
        organization=world.organizations[bill.customer],
        number=bill.number,
        issued_on=world.day(bill.issued),
        due_on=world.day(bill.due),
        amount=Decimal(bill.amount),
        currency=bill.currency,
        paid_on=None if bill.paid is None else world.day(bill.paid),
    )
    invoice.products.set(world.products[name] for name in bill.products)
