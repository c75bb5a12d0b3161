"""What the tests of shared access ask for again and again."""

import pytest

from orgs.roles import Resource
from sharedaccess import actions
from sharedaccess.models import Grant
from tests.factories import GrantFactory, UserFactory


@pytest.fixture
def nina(cast):
    """Somebody with whom nothing is shared yet."""
    return UserFactory(first_name="Nina")


@pytest.fixture
def give(cast, nina):
    """olga shares with nina: `give(resources=[…])`."""

    def share(by="olga", **asked):
        wanted = {
            "number": nina.product_account.number,
            "email": nina.email,
            "share_name": "Our partner",
            "resources": [Resource.SUPPORT],
        }
        return actions.grant_access(actor=cast.actor(by), **(wanted | asked))

    return share


@pytest.fixture
def gus_grant(cast):
    return Grant.objects.select_related("grantee").get(grantee=cast.gus)


@pytest.fixture
def cloud_grant(cast, nina):
    """What a project of acme opens to nina."""
    return GrantFactory(
        organization=cast.acme,
        grantee=nina,
        granted_by=None,
        source=Grant.Source.CLOUD,
        share_name="Cloud Shared Access from ACC-000123456",
        resources=[Resource.SUPPORT, Resource.CLOUD_PROJECTS],
        offered=[Resource.SUPPORT, Resource.CLOUD_PROJECTS],
    )
