"""Who may do what about people: each role and each tie, over page, direct POST and API, by hand."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from orgs import actions
from orgs.models import ApiToken, Invitation, Membership
from orgs.roles import Role
from portal.models import AuditEntry
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory, give_role

ACTS = (
    "open support",
    "open administrators",
    "appoint by page",
    "appoint by API",
    "appoint oneself",
    "dismiss by page",
    "invite by page",
    "invite by API",
    "remove by page",
    "remove by API",
)

# Each row: the status of each act above. Whoever is no stranger is told no, on record; the vendor's
# people are told no where they forge a decision, and find no page to look at.
NO = (403,) * 10
TABLE = {
    "system_admin": (403, 200, 302, 200, 302, 302, 302, 201, 302, 204),
    "support_admin": (200, *NO[1:]),
    "product_admin": (403, 200, *NO[2:]),
    "profile_admin": NO,
    "group_admin": NO,
    "deployment_admin": NO,
    "storage_admin": NO,
    "member": NO,
    "owner": (200, *NO[1:]),
    "grantee with support": (200, *NO[1:]),
    "grantee without": NO,
    "partner": (404,) * 10,
    "other tenant": (404,) * 10,
    "agent": (404, 404, *NO[2:]),
    "superuser": (404, 404, *NO[2:]),
}
CELLS = [
    (who, act, status) for who, row in TABLE.items() for act, status in zip(ACTS, row, strict=True)
]


def person(cast, who):
    if who in Role.values:
        user = UserFactory(first_name="Rob")
        give_role(user, cast.acme, Role(who))
        return user
    if who == "partner":
        company = OrganizationFactory(name="Umbrella", slug="umbrella", is_partner=True)
        user = UserFactory(first_name="Uma")
        give_role(user, company, Role.SYSTEM_ADMIN)
        return user
    if who == "superuser":
        return UserFactory(is_staff=True, is_superuser=True)
    names = {"member": "max", "owner": "olga", "agent": "ada", "other tenant": "eve"}
    names |= {"grantee with support": "gus", "grantee without": "gil"}
    return getattr(cast, names[who])


def member(cast, name) -> Membership:
    return Membership.objects.get(user=getattr(cast, name), organization=cast.acme)


def attempt(act, user, cast) -> int:
    """As a forger would; answers the status."""
    page, program = Client(), APIClient()
    page.force_login(user)
    _row, secret = ApiToken.objects.issue(
        user=user, name="test", scope="write", expires_at=timezone.now() + timedelta(days=1)
    )
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    o, api, target = "/o/acme", "/api/v1/organizations/acme", member(cast, "target").pk
    sue = member(cast, "sue").pk
    support = {"support_admin": "on", "support_admin_scope": "all"}
    roles = {"roles": [{"role": "support_admin"}]}
    whom = {"email": "zoe@example.com", "language": "en"}
    acts = {
        "open support": lambda: page.get(f"{o}/support/"),
        "open administrators": lambda: page.get(f"{o}/administrators/"),
        "appoint by page": lambda: page.post(f"{o}/administrators/{target}/", support),
        "appoint by API": lambda: program.put(f"{api}/members/{target}/roles", roles, "json"),
        "appoint oneself": lambda: page.post(f"{o}/access/self/"),
        "dismiss by page": lambda: page.post(f"{o}/administrators/{sue}/", {}),
        "invite by page": lambda: page.post(f"{o}/administrators/new/", whom | support),
        "invite by API": lambda: program.post(f"{api}/invitations", whom | roles, "json"),
        "remove by page": lambda: page.post(f"{o}/administrators/{target}/removal/"),
        "remove by API": lambda: program.delete(f"{api}/members/{target}"),
    }
    return acts[act]().status_code


def state(cast) -> list:
    """All that the acts could change."""
    rows = Membership.objects.filter(organization=cast.acme).order_by("pk")
    return [*rows.values_list("user", "roles__role"), Invitation.objects.count()]


@pytest.mark.rule("ROLE-1", "ROLE-2", "ROLE-3", "ROLE-6", "ROLE-10", "ENT-7", "API-1")
@pytest.mark.parametrize(("who", "act", "status"), CELLS)
def test_who_may_do_what_about_people(cast, who, act, status):
    cast.target = UserFactory(first_name="Target")
    MembershipFactory(user=cast.target, organization=cast.acme)
    user = person(cast, who)
    before = state(cast)

    assert attempt(act, user, cast) == status

    acted = status < 400 and not act.startswith("open")
    assert (state(cast) != before) is acted
    refused = AuditEntry.objects.filter(actor=user, verb__endswith="refused")
    assert refused.exists() is (status == 403 and not act.startswith("open"))


@pytest.mark.rule("ROLE-4")
@pytest.mark.parametrize("act", ACTS[1:])
def test_a_role_that_was_taken_away_counts_from_the_next_request_on(cast, act):
    cast.target = UserFactory(first_name="Target")
    MembershipFactory(user=cast.target, organization=cast.acme)
    sid = cast.sid = person(cast, "system_admin")
    actions.remove_role(
        actor=cast.actor("sam"), membership=member(cast, "sid"), role=Role.SYSTEM_ADMIN
    )
    before = state(cast)

    assert attempt(act, sid, cast) == 403

    assert state(cast) == before
