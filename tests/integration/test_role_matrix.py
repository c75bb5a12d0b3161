"""The role matrix of the specification, cell by cell, through the pages and the admin.

The tables are written by hand from the specification: a cell that changes here is a decision.
"""

import pytest
from django.urls import reverse

from cases.lifecycle import Status
from cases.models import Case, Comment, Watcher
from orgs.models import Membership, RoleAssignment
from orgs.roles import Role
from portal.models import AuditEntry
from sharedaccess.models import Grant
from tests.factories import OrganizationFactory, UserFactory, give_role

PEOPLE = ("olga", "sam", "sue", "pat", "max", "gus", "gil", "eve", "ada")

# Only the owner (olga), the support admin (sue) and the grantee with `support` (gus) use support.
# The system admin (sam), another admin (pat), a plain member (max) and a grantee without `support`
# (gil) are told whom to ask: 403. Another tenant (eve) and an agent (ada) find no such page: 404.
SUPPORT = dict(zip(PEOPLE, (200, 403, 200, 403, 403, 200, 403, 404, 404), strict=True))

# Of a case, those who do not see it learn nothing: 404.
CASE = dict(zip(PEOPLE, (200, 404, 200, 404, 404, 200, 404, 404, 404), strict=True))

# The list belongs to members too: what they submitted or watch is found there (note 2).
CASE_LIST = dict(zip(PEOPLE, (200, 200, 200, 200, 200, 200, 403, 404, 404), strict=True))

# A system admin of the same organization assigns roles, and a product admin those of the branch.
ROLES = dict(zip(PEOPLE, (403, 200, 403, 200, 403, 403, 403, 404, 404), strict=True))

# Who is of another branch, and who is removed, is for the system admin alone.
MEMBERS = dict(zip(PEOPLE, (403, 200, 403, 403, 403, 403, 403, 404, 404), strict=True))

# The audit log is for those who answer for the organization: its owner and its system admins.
AUDIT = dict(zip(PEOPLE, (200, 200, 403, 403, 403, 403, 403, 404, 404), strict=True))

# How people sign in, and which directory brings them, is for the system admins.
SIGN_IN = dict(zip(PEOPLE, (403, 200, 403, 403, 403, 403, 403, 404, 404), strict=True))

# Who could see a case is for those of them who see it.
HINDSIGHT = dict(zip(PEOPLE, (200, 404, 403, 403, 403, 403, 403, 404, 404), strict=True))

# Only the account owner shares access.
OWNERS = dict(zip(PEOPLE, (200, 403, 403, 403, 403, 403, 403, 404, 404), strict=True))

# Everybody with a tie may ask what stands in the way.
TIE = dict(zip(PEOPLE, (200, 200, 200, 200, 200, 200, 200, 404, 404), strict=True))

# What is one's own, everybody who is signed in may see.
SELF = dict(zip(PEOPLE, (200, 200, 200, 200, 200, 200, 200, 200, 200), strict=True))

# The desk is for the vendor's staff.
DESK = dict(zip(PEOPLE, (403, 403, 403, 403, 403, 403, 403, 403, 200), strict=True))


def cells(*tables: tuple[str, dict[str, int]]) -> list[tuple[str, str, int]]:
    return [(path, name, status) for path, table in tables for name, status in table.items()]


@pytest.mark.rule("ROLE-1", "ROLE-2", "ROLE-3", "ENT-1", "SHA-1", "SHA-2", "SHA-4")
@pytest.mark.parametrize(
    ("path", "name", "status"),
    cells(
        ("/o/acme/support/", SUPPORT),
        ("/o/acme/cases/new/", SUPPORT),
        ("/o/acme/cases/", CASE_LIST),
        ("/o/acme/cases/views/", CASE_LIST),
        ("/o/acme/cases/export.csv", CASE_LIST),
        ("/o/acme/cases/export.xlsx", CASE_LIST),
        ("/cases/", SELF),
        ("/cases/export.csv", SELF),
        ("/o/acme/cases/{number}/", CASE),
        ("/o/acme/cases/{number}/readers/", HINDSIGHT),
        ("/o/acme/watching/", SUPPORT),
        ("/o/acme/cases/{number}/follow-up/", CASE),
        ("/o/acme/historical/", SUPPORT),
        ("/o/acme/administrators/", ROLES),
        ("/o/acme/administrators/new/", ROLES),
        ("/o/acme/administrators/{max}/", MEMBERS),
        ("/o/acme/administrators/{max}/removal/", MEMBERS),
        ("/o/acme/access/", TIE),
        ("/o/acme/announcements/", TIE),
        ("/o/acme/audit/", AUDIT),
        ("/o/acme/audit/export.csv", AUDIT),
        ("/o/acme/audit/export.jsonl", AUDIT),
        ("/o/acme/sign-in/", SIGN_IN),
        ("/o/acme/sign-in/provider/", SIGN_IN),
        ("/accounts/company/", SELF),
        ("/o/acme/account/data/", OWNERS),
        ("/o/acme/shared-access/", OWNERS),
        ("/o/acme/shared-access/new/", OWNERS),
        ("/o/acme/shared-access/{grant}/", OWNERS),
        ("/o/acme/shared-access/{grant}/deletion/", OWNERS),
        ("/shared-with-me/", SELF),
        ("/switch-account/", SELF),
    ),
)
def test_who_may_open_a_page(cast, client, path, name, status):
    client.force_login(getattr(cast, name))

    grant = Grant.objects.get(grantee=cast.gus).pk
    member = Membership.objects.get(user=cast.max, organization=cast.acme).pk
    response = client.get(path.format(number=cast.case.number, grant=grant, max=member))

    assert response.status_code == status


@pytest.mark.parametrize(
    ("path", "name", "status"),
    cells(("/admin/cases/case/", DESK), ("/admin/cases/case/{pk}/change/", DESK)),
)
def test_who_may_work_at_the_desk(cast, client, path, name, status):
    client.force_login(getattr(cast, name))

    response = client.get(path.format(pk=cast.case.pk), follow=True)

    assert response.status_code == status


ACTS = {
    "comment": dict(zip(PEOPLE, (1, 0, 1, 0, 0, 1, 0, 0, 0), strict=True)),
    "close": dict(zip(PEOPLE, (1, 0, 1, 0, 0, 1, 0, 0, 0), strict=True)),
    "watch": dict(zip(PEOPLE, (1, 0, 1, 0, 0, 1, 0, 0, 0), strict=True)),
    "reopen": dict(zip(PEOPLE, (1, 0, 1, 0, 0, 1, 0, 0, 0), strict=True)),
}


def do(act: str, cast, client) -> bool:
    """Try it by a direct POST, as a forger would; answers whether it happened."""
    number, pk = cast.case.number, cast.case.pk
    if act == "comment":
        client.post(f"/o/acme/cases/{number}/comments/", {"body": "Hello."})
        return Comment.objects.filter(case=pk).exists()
    if act == "watch":
        client.post(f"/o/acme/cases/{number}/watchers/", {"email": cast.max.email})
        return Watcher.objects.filter(case=pk, user=cast.max).exists()
    noun, wanted = {
        "close": ("closure", Status.CLOSED),
        "reopen": ("reopening", Status.AWAITING_ASSIGNMENT),
    }[act]
    client.post(f"/o/acme/cases/{number}/{noun}/", {"reason": "Because."})
    return Case.objects.get(pk=pk).status == wanted


@pytest.mark.rule("ROLE-2", "CASE-5", "CASE-6")
@pytest.mark.parametrize(
    ("act", "name", "happens"),
    [(act, name, bool(cell)) for act, row in ACTS.items() for name, cell in row.items()],
)
def test_who_may_work_on_a_case(cast, client, act, name, happens):
    if act == "reopen":
        client.force_login(cast.sue)
        do("close", cast, client)
    client.force_login(getattr(cast, name))

    assert do(act, cast, client) is happens


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize(
    ("name", "happens"),
    dict(zip(PEOPLE, (0, 1, 0, 0, 0, 0, 0, 0, 0), strict=True)).items(),
)
def test_who_may_appoint_a_support_admin(cast, client, name, happens):
    client.force_login(getattr(cast, name))
    membership = Membership.objects.get(user=cast.max, organization=cast.acme)
    url = reverse("orgs:administrator", args=["acme", membership.pk])

    client.post(url, {"support_admin": "on", "support_admin_scope": "all"})

    appointed = RoleAssignment.objects.filter(membership=membership, role=Role.SUPPORT_ADMIN)
    assert appointed.exists() is bool(happens)


# What a forger posts to take over how an organization signs its people in.
TAKEOVERS = {
    "": {"name": "evil.example.com"},
    "domains/1/proof/": {},
    "domains/1/removal/": {},
    "provider/": {"kind": "oidc", "server_url": "https://evil.example.com", "client_id": "evil"},
    "provider/removal/": {},
    "tokens/": {"name": "Forged", "days": "90"},
    "tokens/1/revocation/": {},
}


@pytest.mark.rule("ROLE-1", "ROLE-2")
@pytest.mark.parametrize(
    ("name", "status"),
    [cell for cell in (SIGN_IN | {"ada": 403}).items() if cell[0] != "sam"],
)
def test_who_may_not_change_how_people_sign_in(cast, client, name, status):
    client.force_login(getattr(cast, name))

    answers = {
        path: client.post(f"/o/acme/sign-in/{path}", posted).status_code
        for path, posted in TAKEOVERS.items()
    }

    assert answers == dict.fromkeys(TAKEOVERS, status)


# What a forger posts to share, to edit and to delete; an agent, and a superuser, are told no too.
FORGED = {
    "new": {"share_name": "Forged", "resources": ["support"]},
    "{grant}": {"version": 1, "share_name": "Forged", "resources": ["products"]},
    "{grant}/deletion": {},
}
REFUSED = dict(zip(PEOPLE, (302, 403, 403, 403, 403, 403, 403, 404, 403), strict=True))


@pytest.mark.rule("SHA-2", "SHA-4", "ROLE-10")
@pytest.mark.parametrize("path", FORGED)
@pytest.mark.parametrize(("name", "status"), (REFUSED | {"root": 403}).items())
def test_who_may_share_access(cast, client, path, name, status):
    cast.root = UserFactory(agent=True, first_name="Root", is_superuser=True)
    nina = UserFactory(first_name="Nina")
    client.force_login(getattr(cast, name))
    grant = Grant.objects.get(grantee=cast.gil)
    asked = FORGED[path] | {"number": nina.product_account.number, "email": nina.email}

    answer = client.post(f"/o/acme/shared-access/{path.format(grant=grant.pk)}/", asked)

    assert answer.status_code == status
    assert AuditEntry.objects.filter(verb="access.refused").exists() is (status == 403)
    if status == 403:
        assert "olga@example.com" in answer.text
        assert not Grant.objects.filter(grantee=nina).exists()
        assert Grant.objects.active().get(pk=grant.pk).share_name == grant.share_name


@pytest.mark.rule("ROLE-7")
def test_the_system_admin_of_a_teams_organization_may_use_support(cast, client):
    teams = OrganizationFactory(slug="teams", is_teams=True)
    tom = UserFactory(first_name="Tom")
    give_role(tom, teams, Role.SYSTEM_ADMIN)
    client.force_login(tom)

    assert client.get("/o/teams/support/").status_code == 200


@pytest.mark.rule("ROLE-4")
def test_a_role_taken_away_counts_from_the_next_request(cast, client):
    client.force_login(cast.sue)
    assert client.get("/o/acme/support/").status_code == 200

    RoleAssignment.objects.of(cast.sue, cast.acme).delete()

    assert client.get("/o/acme/support/").status_code == 403
