"""Makes the rows of the demo's people, products and organizations out of the tables."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from cases.demo.catalogue import CARDS, FAMILIES, PRODUCTS, TEAMS, Card, Item
from cases.demo.customers import (
    CONTRACTS,
    CUSTOMERS,
    PROJECTS,
    Customer,
)
from cases.demo.people import PASSWORD, PEOPLE, PHONES, UNVERIFIED, Person
from cases.demo.ties import tie
from cases.demo.world import World
from cases.models import IssueType
from orgs.models import (
    Entitlement,
    Organization,
    Product,
    ProductAccount,
    ProductFamily,
    ProductField,
    Project,
    ProjectMembership,
    SupportPlan,
    SupportTeam,
    User,
)
from orgs.staff import AGENTS, SUPPORT_MANAGERS


def settle(world: World) -> None:
    """People first, then what is sold, then who bought it."""
    _people(world)
    _accounts(world)
    _teams(world)
    _staff(world)
    _products(world)
    _organizations(world)
    _projects(world)
    tie(world)


def _people(world: World) -> None:
    """Argon2 is slow on purpose: one hash serves all."""
    password = make_password(PASSWORD)
    users = [_user(world, person, place, password=password) for place, person in enumerate(PEOPLE)]
    User.objects.bulk_create(users)
    world.people = {person.key: user for person, user in zip(PEOPLE, users, strict=True)}
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, primary=True, verified=key not in UNVERIFIED)
        for key, user in world.people.items()
    )


def _user(world: World, person: Person, place: int, *, password: str) -> User:
    first, last = person.name.split(maxsplit=1)
    return User(
        email=person.email,
        password=password,
        first_name=first,
        last_name=last,
        language=person.language,
        time_zone=person.zone,
        phone=f"{PHONES[person.zone]}{place:02d}",
        is_staff=person.is_vendor,
        is_superuser=person.key == "root",
        date_joined=world.ago(days=900),
    )


def _accounts(world: World) -> None:
    """Everybody's is linked but that of those who have not verified the address (ID-4)."""
    ProductAccount.objects.bulk_create(
        ProductAccount(
            number=person.account_number,
            email=person.email,
            user=None if person.key in UNVERIFIED else world.people[person.key],
            linked_at=None if person.key in UNVERIFIED else world.ago(days=900),
        )
        for person in PEOPLE
        if not person.is_vendor
    )


def _teams(world: World) -> None:
    teams = [SupportTeam(name=team.name, email=team.email) for team in TEAMS]
    SupportTeam.objects.bulk_create(teams)
    for team, row in zip(TEAMS, teams, strict=True):
        row.agents.set(world.people[agent] for agent in team.agents)
    world.teams = {team.name: team for team in teams}


def _staff(world: World) -> None:
    groups = Group.objects.in_bulk(field_name="name")
    groups[AGENTS].user_set.set([world.people["ada"], world.people["ari"]])
    groups[SUPPORT_MANAGERS].user_set.set([world.people["meg"]])


def _products(world: World) -> None:
    families = {name: ProductFamily(name=name) for name in FAMILIES}
    ProductFamily.objects.bulk_create(families.values())
    products = [_product(world, item, families[item.family]) for item in PRODUCTS]
    Product.objects.bulk_create(products)
    world.products = {product.name: product for product in products}
    for place, card in enumerate(CARDS, start=1):
        _card(card, place).families.set([families[card.family]])
    ProductField.objects.bulk_create(
        ProductField(
            product=world.products[item.name], name=name, is_required=name in item.requires
        )
        for item in PRODUCTS
        for name in item.asks
    )


def _product(world: World, item: Item, family: ProductFamily) -> Product:
    return Product(
        name=item.name,
        family=family,
        team=world.teams[item.team or item.family],
        is_cloud=item.is_cloud,
        asks_project_url=bool(item.url_hosts),
        project_url_hosts=item.url_hosts,
        warning_en=item.warning_en,
        warning_fr=item.warning_fr,
    )


def _card(card: Card, place: int) -> IssueType:
    return IssueType.objects.create(
        key=card.key,
        label_en=card.label_en,
        label_fr=card.label_fr,
        samples_en="\n".join(card.samples_en),
        samples_fr="\n".join(card.samples_fr),
        position=place,
    )


def _organizations(world: World) -> None:
    plans = SupportPlan.objects.in_bulk(field_name="key")
    organizations = [_organization(world, customer, plans[customer.plan]) for customer in CUSTOMERS]
    Organization.objects.bulk_create(organizations)
    world.organizations = {row.slug: row for row in organizations}
    Entitlement.objects.bulk_create(
        Entitlement(
            organization=world.organizations[contract.customer],
            product=world.products[contract.product],
            starts_on=world.day(contract.since),
            ends_on=None if contract.until is None else world.day(contract.until),
            suspended_for=contract.suspended_for,
        )
        for contract in CONTRACTS
    )


def _organization(world: World, customer: Customer, plan: SupportPlan) -> Organization:
    return Organization(
        slug=customer.slug,
        name=customer.name,
        product_line=customer.product_line,
        account=world.people[customer.owner].product_account,
        plan=plan,
        region=customer.region,
        is_partner=customer.is_partner,
        is_teams=customer.is_teams,
        created_at=world.ago(days=900),
    )


def _projects(world: World) -> None:
    projects = [
        Project(
            organization=world.organizations[project.customer],
            product=world.products[project.product],
            identifier=project.identifier,
            name=project.name,
        )
        for project in PROJECTS
    ]
    Project.objects.bulk_create(projects)
    world.projects = {project.identifier: project for project in projects}
    ProjectMembership.objects.bulk_create(
        ProjectMembership(project=row, user=world.people[member])
        for row, project in zip(projects, PROJECTS, strict=True)
        for member in project.members
    )
