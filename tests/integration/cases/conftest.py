"""What the tests of cases share."""

import pytest


@pytest.fixture
def sue(cast, client):
    """A browser in which sue, support admin of acme, is signed in."""
    client.force_login(cast.sue)
    return client
