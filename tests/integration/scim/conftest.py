"""A directory with a token of acme, which has proved its domain."""

import json
from types import SimpleNamespace

import pytest
from django.utils import timezone

from orgs import actions
from orgs.models import EmailDomain, ScimIdentity
from tests.factories import MembershipFactory, UserFactory

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Directory(SimpleNamespace):
    """Speaks SCIM with acme; an answer without a body is {}."""

    def ask(self, method, path, body=None, *, secret=None, slug="acme", raw=None):
        answer = self.client.generic(
            method,
            f"/scim/v2/{slug}/{path}",
            raw if raw is not None else json.dumps(body) if body is not None else "",
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {secret or self.secret}"},
        )
        answer.said = json.loads(answer.content) if answer.content else {}
        return answer

    def add(self, address="una@acme.example.com", **more):
        return self.ask("POST", "Users", {"schemas": [USER], "userName": address} | more)

    def patch(self, path, *operations):
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})


@pytest.fixture
def directory(cast, client):
    EmailDomain.objects.create(
        organization=cast.acme, name="acme.example.com", added_by=cast.sam, proved_at=timezone.now()
    )
    secret = actions.issue_scim_token(actor=cast.actor("sam"), name="Entra", days=30)
    return Directory(client=client, secret=secret)


@pytest.fixture
def una(cast, directory):
    """A member whom the directory knows."""
    user = UserFactory(first_name="Una", last_name="Vale", email="una@acme.example.com")
    member = MembershipFactory(user=user, organization=cast.acme)
    return ScimIdentity.objects.create(organization=cast.acme, user=user, membership=member)
