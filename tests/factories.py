"""Rows for tests. Ask for more with a trait, not a mutation."""

import datetime

import factory
from allauth.account.models import EmailAddress
from django.db.models.functions import Now
from factory.django import DjangoModelFactory

from cases import sla
from cases.actions.base import promise
from cases.models import Case, IssueType, LegacyCase, Priority, Watcher
from knowledge.models import Announcement, Article, Event, EventSeries
from orgs.models import (
    BusinessCalendar,
    Download,
    Entitlement,
    Invoice,
    Membership,
    OpeningHours,
    Organization,
    Product,
    ProductAccount,
    ProductFamily,
    Project,
    ProjectMembership,
    RoleAssignment,
    ScanReport,
    SupportPlan,
    SupportTeam,
    User,
)
from orgs.roles import Resource, Role
from sharedaccess.models import Grant


class UserFactory(DjangoModelFactory):
    """A verified user with a linked product account."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda n: f"Person{n}")
    last_name = "Example"
    email = factory.LazyAttribute(lambda user: f"{user.first_name.lower()}@example.com")
    password = factory.django.Password("guichet-demo")

    class Params:
        unverified = factory.Trait(proof=False)
        unlinked = factory.Trait(account=False)
        agent = factory.Trait(is_staff=True, account=False)

    @factory.post_generation
    def proof(self, create, wanted, **kwargs):
        EmailAddress.objects.create(
            user=self, email=self.email, verified=wanted is not False, primary=True
        )

    @factory.post_generation
    def account(self, create, wanted, **kwargs):
        if wanted is not False:
            ProductAccountFactory(user=self, email=self.email)


class ProductAccountFactory(DjangoModelFactory):
    class Meta:
        model = ProductAccount

    number = factory.Sequence(lambda n: f"ACC-{n:09d}")
    email = factory.Sequence(lambda n: f"account{n}@example.com")


class SupportPlanFactory(DjangoModelFactory):
    class Meta:
        model = SupportPlan

    key = factory.Sequence(lambda n: f"plan-{n}")
    name = "Enterprise"


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Company {n}")
    product_line = "Commerce"
    slug = factory.Sequence(lambda n: f"company-{n}")
    account = factory.SubFactory(ProductAccountFactory)


class BusinessCalendarFactory(DjangoModelFactory):
    """Open from Monday to Friday, 09:00–17:00 in Paris."""

    class Meta:
        model = BusinessCalendar
        skip_postgeneration_save = True

    region = "emea"
    time_zone = "Europe/Paris"

    @factory.post_generation
    def hours(self, create, wanted, **kwargs):
        for weekday in range(5):
            OpeningHours.objects.create(
                calendar=self, weekday=weekday, opens="09:00", closes="17:00"
            )


class SupportTeamFactory(DjangoModelFactory):
    class Meta:
        model = SupportTeam

    name = factory.Sequence(lambda n: f"Team {n}")
    email = factory.Sequence(lambda n: f"team{n}@vendor.example.com")


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    name = factory.Sequence(lambda n: f"Product {n}")
    family = factory.LazyFunction(lambda: ProductFamily.objects.get_or_create(name="Commerce")[0])
    team = factory.SubFactory(SupportTeamFactory)

    class Params:
        cloud = factory.Trait(is_cloud=True)


class EntitlementFactory(DjangoModelFactory):
    class Meta:
        model = Entitlement

    organization = factory.SubFactory(OrganizationFactory)
    product = factory.SubFactory(ProductFactory)
    starts_on = datetime.date(2020, 1, 1)

    class Params:
        expired = factory.Trait(ends_on=datetime.date(2021, 1, 1))
        unpaid = factory.Trait(suspended_for="billing")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organization = factory.SubFactory(OrganizationFactory)
    user = factory.SubFactory(UserFactory)


def give_role(user, organization, role: Role, *, products=None):
    """Make the user a member with a role there, for chosen products if any are given."""
    membership, _made = Membership.objects.get_or_create(user=user, organization=organization)
    row = RoleAssignment.objects.create(
        membership=membership, role=role, all_products=products is None
    )
    row.products.set(products or [])
    return row


class GrantFactory(DjangoModelFactory):
    class Meta:
        model = Grant

    organization = factory.SubFactory(OrganizationFactory)
    grantee = factory.SubFactory(UserFactory)
    granted_by = factory.LazyAttribute(lambda grant: grant.organization.account.user)
    share_name = "For our partner"
    resources = [Resource.SUPPORT]


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project
        skip_postgeneration_save = True

    organization = factory.SubFactory(OrganizationFactory)
    product = factory.SubFactory(ProductFactory, cloud=True)
    identifier = factory.Sequence(lambda n: f"proj{n:06d}")
    name = factory.Sequence(lambda n: f"Project {n}")

    @factory.post_generation
    def joined_by(self, create, users, **kwargs):
        for user in users or ():
            ProjectMembership.objects.create(project=self, user=user)


def today() -> datetime.date:
    """As the product counts it."""
    return datetime.datetime.now(datetime.UTC).date()


class InvoiceFactory(DjangoModelFactory):
    """Due in a month, and not paid yet."""

    class Meta:
        model = Invoice
        skip_postgeneration_save = True

    organization = factory.SubFactory(OrganizationFactory)
    number = factory.Sequence(lambda n: f"INV-{n}")
    issued_on = factory.LazyFunction(lambda: today() - datetime.timedelta(days=40))
    due_on = factory.LazyFunction(lambda: today() + datetime.timedelta(days=30))
    amount = 100
    currency = "EUR"

    class Params:
        overdue = factory.Trait(
            due_on=factory.LazyFunction(lambda: today() - datetime.timedelta(days=1))
        )

    @factory.post_generation
    def products(self, create, products, **kwargs):
        self.products.set(products or ())


class DownloadFactory(DjangoModelFactory):
    class Meta:
        model = Download

    organization = factory.SubFactory(OrganizationFactory)
    product = factory.SubFactory(ProductFactory)
    version = "1.0"
    released_on = factory.LazyFunction(today)
    name = factory.Sequence(lambda n: f"release-{n}.zip")
    file = factory.django.FileField(data=b"bytes of a release")


class ScanReportFactory(DjangoModelFactory):
    class Meta:
        model = ScanReport

    organization = factory.SubFactory(OrganizationFactory)
    target = factory.Sequence(lambda n: f"shop-{n}.example.com")
    scanned_on = factory.LazyFunction(today)
    name = "report.pdf"
    file = factory.django.FileField(data=b"findings")


class IssueTypeFactory(DjangoModelFactory):
    class Meta:
        model = IssueType

    key = factory.Sequence(lambda n: f"type-{n}")
    label_en = "Something is broken"


class CaseFactory(DjangoModelFactory):
    """An open case."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    organization = factory.SubFactory(OrganizationFactory)
    product = factory.SubFactory(ProductFactory)
    team = factory.SelfAttribute("product.team")
    requester = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Checkout fails ({n})")
    description = "Orders stop at the payment step."
    priority = Priority.P3

    class Params:
        critical = factory.Trait(priority=Priority.P1, impact_statement="No orders since 09:00.")
        due = None

    first_response_due_at = factory.SelfAttribute("due")
    response_clock = factory.LazyAttribute(lambda case: {} if case.due else None)

    @factory.post_generation
    def promised(self, create, wanted, **kwargs):
        """By the plan of the organization, as `open_case` does it."""
        if wanted:
            promise(self, sla.clock_for(self.organization, self.priority, self.opened_at))
            self.save(update_fields=sla.FIELDS)

    @factory.post_generation
    def watched_by(self, create, users, **kwargs):
        for user in users or ():
            Watcher.objects.create(case=self, user=user, added_by=self.requester)


class LegacyCaseFactory(DjangoModelFactory):
    """A closed case of the previous system."""

    class Meta:
        model = LegacyCase

    organization = factory.SubFactory(OrganizationFactory)
    reference = factory.Sequence(lambda n: f"OLD-{n}")
    title = factory.Sequence(lambda n: f"Import stopped ({n})")
    opened_at = datetime.datetime(2019, 5, 6, 8, tzinfo=datetime.UTC)
    closed_at = datetime.datetime(2019, 5, 9, 8, tzinfo=datetime.UTC)
    status = "Closed"


class ArticleFactory(DjangoModelFactory):
    """A published article for everybody."""

    class Meta:
        model = Article

    slug = factory.Sequence(lambda n: f"article-{n}")
    topic = factory.SelfAttribute("slug")
    language = "en"
    title = factory.Sequence(lambda n: f"Article {n}")
    body = "What to do, step by step."
    is_published = True


class AnnouncementFactory(DjangoModelFactory):
    """An incident that goes on, of everything unless `products` are given."""

    class Meta:
        model = Announcement
        skip_postgeneration_save = True

    kind = Announcement.Kind.INCIDENT
    title_en = factory.Sequence(lambda n: f"Payments are slow ({n})")
    title_fr = factory.Sequence(lambda n: f"Les paiements sont lents ({n})")
    text_en = "We look for the cause."

    class Params:
        resolved = factory.Trait(resolved_at=Now())

    @factory.post_generation
    def products(self, create, products, **kwargs):
        self.products.set(products or ())


class EventFactory(DjangoModelFactory):
    """One date of a series, in Paris."""

    class Meta:
        model = Event

    series = factory.LazyFunction(
        lambda: EventSeries.objects.get_or_create(
            slug="office-hours", defaults={"title_en": "Office hours", "title_fr": "Permanence"}
        )[0]
    )
    starts_at = datetime.datetime(2031, 3, 3, 14, tzinfo=datetime.UTC)
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + datetime.timedelta(hours=1))
    time_zone = "Europe/Paris"
