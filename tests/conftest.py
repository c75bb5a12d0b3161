"""The company of the play, and what every test may lean on."""

import gc
import os
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import connection

from orgs.models import Organization, User
from orgs.roles import Resource, Role
from orgs.staff import AGENTS, ensure_group
from sharedaccess import doors
from tests.factories import (
    CaseFactory,
    EntitlementFactory,
    GrantFactory,
    MembershipFactory,
    OrganizationFactory,
    ProductFactory,
    SupportTeamFactory,
    UserFactory,
    give_role,
)

# Playwright's synchronous API keeps an event loop, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_collection_finish() -> None:
    """What is imported by now stays: looking through it for garbage took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """At the end, part with the connections of threads and workers that the tests ended."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


class Cast(SimpleNamespace):
    """olga owns acme, sam administers it, sue supports it, max is a member, gus was granted access,
    eve is another tenant, ada works for the vendor."""

    def actor(self, name: str, organization: Organization | None = None) -> doors.Actor:
        """That person, acting for acme unless said otherwise. Raises Http404 without a tie."""
        user: User = getattr(self, name)
        organization = organization or self.acme
        if user.is_staff:
            return doors.agent(user, organization)
        return doors.enter(user, organization.slug)


@pytest.fixture
def cast(db) -> Cast:
    """A fresh company each time."""
    people = {
        name: UserFactory(first_name=name.title(), email=f"{name}@example.com")
        for name in ("olga", "sam", "sue", "pat", "max", "gus", "gil", "eve")
    }
    people["ada"] = UserFactory(
        first_name="Ada", email="ada@vendor.example.com", is_staff=True, account=False
    )
    c = Cast(**people)
    c.team = SupportTeamFactory(name="Commerce team")
    c.team.agents.add(c.ada)
    ensure_group(AGENTS).user_set.add(c.ada)
    c.product = ProductFactory(name="Commerce Pro", team=c.team)
    c.acme = OrganizationFactory(name="Acme", slug="acme", account=c.olga.product_account)
    c.globex = OrganizationFactory(name="Globex", slug="globex", account=c.eve.product_account)
    for organization in (c.acme, c.globex):
        EntitlementFactory(organization=organization, product=c.product)
    give_role(c.sam, c.acme, Role.SYSTEM_ADMIN)
    give_role(c.sue, c.acme, Role.SUPPORT_ADMIN)
    give_role(c.pat, c.acme, Role.PRODUCT_ADMIN)
    MembershipFactory(user=c.max, organization=c.acme)
    give_role(c.eve, c.globex, Role.SUPPORT_ADMIN)
    GrantFactory(organization=c.acme, grantee=c.gus, granted_by=c.olga)
    GrantFactory(
        organization=c.acme, grantee=c.gil, granted_by=c.olga, resources=[Resource.DOWNLOADS]
    )
    c.case = CaseFactory(organization=c.acme, product=c.product, requester=c.sue)
    return c
