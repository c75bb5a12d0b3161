"""Who is who in the demo world: each account has the rights of its row, and no others."""

import pytest
from django.http import Http404

from cases.demo.people import PASSWORD, SIGN_INS
from cases.models import Case
from orgs.models import Organization, Product, User
from sharedaccess.doors import agent, decide_for, enter

FIXED = [
    "olga@acme.example.com",
    "sam@acme.example.com",
    "sue@acme.example.com",
    "pia@acme.example.com",
    "pat@acme.example.com",
    "max@acme.example.com",
    "una@acme.example.com",
    "gus@umbrella.example.com",
    "gil@umbrella.example.com",
    "eve@globex.example.com",
    "tom@initech.example.com",
    "ada@vendor.example.com",
    "ari@vendor.example.com",
    "meg@vendor.example.com",
    "root@vendor.example.com",
]

STRANGER = "stranger"


@pytest.mark.parametrize("email", FIXED)
def test_the_fixed_accounts_sign_in_with_the_documented_password(demo, email):
    assert User.objects.get(email=email).check_password("guichet-demo")


def test_everybody_who_is_listed_can_sign_in(demo):
    listed = {sign_in.email for sign_in in SIGN_INS}

    assert listed >= set(FIXED)
    assert listed == set(User.objects.values_list("email", flat=True))
    assert all(person.check_password(PASSWORD) for person in User.objects.all())


@pytest.mark.rule("ID-3", "ID-4")
def test_only_una_has_not_verified_and_linked(demo):
    unverified = User.objects.exclude(pk__in=User.objects.verified())
    unlinked = User.objects.filter(product_account=None, is_staff=False)

    assert [person.email for person in unverified] == ["una@acme.example.com"]
    assert [person.email for person in unlinked] == ["una@acme.example.com"]


@pytest.mark.rule("ID-6", "ENT-3", "ENT-5", "ENT-6", "ENT-7", "ROLE-2", "ROLE-3", "ROLE-7")
@pytest.mark.parametrize(
    ("person", "organization", "answer"),
    [
        ("olga", "acme-commerce", "ok"),
        ("olga", "acme-experience", "ok"),
        ("sam", "acme-commerce", "no-support-role"),
        ("sam", "acme-experience", STRANGER),
        ("sue", "acme-commerce", "ok"),
        ("sue", "acme-experience", "ok"),
        ("sue", "globex-commerce", STRANGER),
        ("pia", "acme-commerce", "ok"),
        ("pia", "acme-experience", "no-support-role"),
        ("pat", "acme-commerce", "no-support-role"),
        ("max", "acme-commerce", "no-support-role"),
        ("una", "acme-commerce", "email-not-verified"),
        ("dora", "acme-commerce", "no-support-role"),
        ("ines", "acme-experience", "no-support-role"),
        ("ines", "acme-commerce", STRANGER),
        ("gus", "acme-commerce", "ok"),
        ("gus", "acme-experience", STRANGER),
        ("gus", "umbrella-partner", "partner-organization"),
        ("gil", "acme-commerce", "no-support-role"),
        ("gil", "umbrella-partner", "partner-without-access"),
        ("uma", "umbrella-partner", "partner-without-access"),
        ("eve", "globex-commerce", "ok"),
        ("eve", "acme-commerce", STRANGER),
        ("marc", "globex-commerce", "ok"),
        ("elodie", "globex-commerce", "no-support-role"),
        ("gaspard", "globex-commerce", "ok"),
        ("tom", "initech-teams", "ok"),
        ("tess", "initech-teams", "ok"),
        ("hope", "hooli-expired", "entitlement-expired"),
        ("hank", "hooli-expired", "entitlement-expired"),
        ("sid", "soylent-suspended", "entitlement-suspended"),
        ("sol", "soylent-suspended", "entitlement-suspended"),
    ],
)
def test_who_may_file_a_case_where(demo, person, organization, answer):
    try:
        code = decide_for(enter(demo.people[person], organization)).code
    except Http404:
        code = STRANGER

    assert code == answer


@pytest.mark.rule("ROLE-2", "ROLE-3", "ROLE-5", "ENT-1")
@pytest.mark.parametrize(
    ("person", "organization", "cases"),
    [
        ("olga", "acme-commerce", 32),
        ("olga", "acme-experience", 7),
        ("sam", "acme-commerce", 0),
        ("sue", "acme-commerce", 32),
        ("pia", "acme-commerce", 6),
        ("pat", "acme-commerce", 0),
        ("max", "acme-commerce", 1),
        ("una", "acme-commerce", 1),
        ("dora", "acme-commerce", 3),
        ("gus", "acme-commerce", 32),
        ("gil", "acme-commerce", 0),
        ("eve", "globex-commerce", 11),
        ("elodie", "globex-commerce", 1),
        ("tom", "initech-teams", 4),
        ("hope", "hooli-expired", 4),
        ("sid", "soylent-suspended", 3),
        ("gus", "umbrella-partner", 0),
    ],
)
def test_how_many_cases_a_customer_sees(demo, person, organization, cases):
    actor = enter(demo.people[person], organization)

    assert Case.objects.visible_to(actor).count() == cases


@pytest.mark.rule("AGENT-3")
@pytest.mark.parametrize(("person", "cases"), [("ada", 33), ("ari", 28), ("meg", 61), ("root", 61)])
def test_how_many_cases_an_agent_sees(demo, person, cases):
    visible = [
        Case.objects.visible_to(agent(demo.people[person], organization)).count()
        for organization in Organization.objects.all()
    ]

    assert sum(visible) == cases


@pytest.mark.rule("ENT-4")
@pytest.mark.parametrize(
    ("person", "organization", "products"),
    [
        (
            "sue",
            "acme-commerce",
            ["Commerce Cloud", "Commerce Pro", "Commerce Reporting", "Managed Services"],
        ),
        ("pia", "acme-commerce", ["Commerce Reporting"]),
        ("gus", "acme-commerce", ["Commerce Pro", "Commerce Reporting", "Managed Services"]),
        ("sue", "acme-experience", ["Experience Assets", "Experience Studio"]),
        ("gaspard", "globex-commerce", ["Commerce Pro", "Commerce Reporting"]),
        ("hope", "hooli-expired", []),
    ],
)
def test_what_select_a_product_offers(demo, person, organization, products):
    offered = Product.objects.supported_for(enter(demo.people[person], organization))

    assert [product.name for product in offered] == products


@pytest.mark.rule("ENT-11")
def test_sue_has_two_of_the_four_cloud_projects_of_her_organization(demo):
    projects = demo.organizations["acme-commerce"].projects.all()

    assert projects.count() == 4
    assert projects.filter(memberships__user=demo.people["sue"]).count() == 2


PAGES = ("support/", "cases/", "cases/new/", "administrators/", "access/")
EVERYTHING = (200, 200, 200, 403, 200)
"""Of a support admin, an owner, a grantee with `support`: all but the roles."""
NOTHING = (404, 404, 404, 404, 404)


@pytest.mark.rule("ROLE-1", "ROLE-2", "ROLE-3", "ROLE-7", "ENT-1", "ENT-7", "ID-3")
@pytest.mark.parametrize(
    ("person", "organization", "statuses"),
    [
        ("olga", "acme-commerce", EVERYTHING),
        ("sam", "acme-commerce", (403, 200, 403, 200, 200)),
        ("sue", "acme-commerce", EVERYTHING),
        ("sue", "acme-experience", EVERYTHING),
        ("pia", "acme-commerce", EVERYTHING),
        ("pia", "acme-experience", (403, 200, 403, 403, 200)),
        ("pat", "acme-commerce", (403, 200, 403, 200, 200)),
        ("max", "acme-commerce", (403, 200, 403, 403, 200)),
        ("una", "acme-commerce", (403, 200, 403, 403, 200)),
        ("gus", "acme-commerce", EVERYTHING),
        ("gil", "acme-commerce", (403, 403, 403, 403, 200)),
        ("gus", "umbrella-partner", (200, 200, 403, 403, 200)),
        ("eve", "globex-commerce", EVERYTHING),
        ("eve", "acme-commerce", NOTHING),
        ("tom", "initech-teams", (200, 200, 200, 200, 200)),
        ("hope", "hooli-expired", (200, 200, 403, 403, 200)),
        ("sid", "soylent-suspended", (200, 200, 403, 403, 200)),
        ("ada", "acme-commerce", NOTHING),
        ("root", "acme-commerce", NOTHING),
    ],
)
def test_which_pages_open_to_whom(demo, client, person, organization, statuses):
    client.force_login(demo.people[person])

    answers = [client.get(f"/o/{organization}/{page}").status_code for page in PAGES]

    assert tuple(answers) == statuses


@pytest.mark.rule("AGENT-1")
@pytest.mark.parametrize(
    ("person", "status"),
    [("ada", 200), ("ari", 200), ("meg", 200), ("root", 200), ("sue", 403), ("olga", 403)],
)
def test_the_desk_is_for_the_vendor(demo, client, person, status):
    client.force_login(demo.people[person])

    assert client.get("/admin/", follow=True).status_code == status
