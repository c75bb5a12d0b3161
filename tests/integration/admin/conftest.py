"""The vendor's people: ada answers for acme's team, ari for another, meg leads, vera manages."""

import pytest

from orgs.models import User
from orgs.staff import ensure_groups
from tests.conftest import Cast
from tests.factories import SupportTeamFactory, UserFactory


@pytest.fixture
def desk(cast) -> Cast:
    """The cast, with the rest of the vendor's people."""
    groups = ensure_groups()
    for name, group in (
        ("ari", "Agents"),
        ("meg", "Support managers"),
        ("vera", "Vendor administrators"),
    ):
        person = UserFactory(first_name=name.title(), agent=True)
        groups[group].user_set.add(person)
        setattr(cast, name, person)
    cast.root = User.objects.create_superuser(
        "root@vendor.example.com", first_name="Root", last_name="Vendor"
    )
    cast.other_team = SupportTeamFactory(name="Experience team")
    cast.other_team.agents.add(cast.ari)
    return cast


@pytest.fixture
def at_desk(desk, client):
    """Sign in as one of the vendor's people; answers the client."""

    def sign_in(name: str):
        client.force_login(getattr(desk, name))
        return client

    return sign_in
