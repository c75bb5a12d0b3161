"""Only the organization's own token opens SCIM, and it opens nothing else."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from orgs import actions
from orgs.models import RoleAssignment, ScimToken
from orgs.roles import Role
from orgs.scim import tokens
from portal.models import AuditEntry
from portal.problems import Conflict, NotAllowed
from tests.factories import give_role

PAGE = "/o/acme/sign-in/tokens/"
PLACES = ("ServiceProviderConfig", "ResourceTypes", "Schemas", "Users", "Groups", "Nowhere")


def expire(cast):
    ScimToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def revoke(cast):
    actions.revoke_scim_token(actor=cast.actor("sam"), token=ScimToken.objects.get())


def demote(cast):
    RoleAssignment.objects.filter(membership__user=cast.sam).delete()


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("secret", ["wrong", "gui_scim_", "é", "a b"])
def test_a_wrong_token_opens_nothing(directory, path, secret):
    answer = directory.ask("GET", path, secret=secret)

    assert (answer.status_code, answer.said["status"]) == (401, "401")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_no_token_opens_nothing(directory, client, cast):
    client.force_login(cast.sam)

    assert client.get("/scim/v2/acme/Users").status_code == 401


@pytest.mark.parametrize("end", [expire, revoke, demote])
def test_a_token_ends_with_its_time_its_revocation_and_the_right_behind_it(directory, cast, end):
    before = directory.ask("GET", "Users").status_code

    end(cast)

    assert (before, directory.ask("GET", "Users").status_code) == (200, 401)


@pytest.mark.parametrize("slug", ["globex", "nobody"])
def test_the_token_of_another_organization_finds_nothing(directory, slug):
    answer = directory.ask("GET", "Users", slug=slug)

    assert (answer.status_code, answer.said["detail"]) == (404, "There is nothing here.")


def test_the_token_opens_no_other_door(directory, client):
    headers = {"Authorization": f"Bearer {directory.secret}"}

    assert client.get("/api/v1/me", headers=headers).status_code == 401


@pytest.mark.parametrize(("method", "path"), [("POST", ".search"), ("POST", "Bulk"), ("GET", "Me")])
def test_what_is_optional_and_not_offered_says_so(directory, method, path):
    assert directory.ask(method, path, {}).status_code == 501


def test_too_many_requests_wait(directory, monkeypatch):
    cache.clear()
    monkeypatch.setattr(tokens, "LIMIT", 2)

    answers = [directory.ask("GET", "Users") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    cache.clear()


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "Groups/support_admin"), ("POST", "Groups"), ("PUT", "Users")]
)
def test_what_cannot_be_done_says_so(directory, method, path):
    assert directory.ask(method, path, {}).status_code == 405


class TestPage:
    def test_the_secret_is_shown_once_and_kept_as_a_digest(self, directory, cast, client):
        client.force_login(cast.sam)

        made = client.post(PAGE, {"name": "Okta", "days": 30})

        row = ScimToken.objects.get(name="Okta")
        assert made.status_code == 201
        assert "gui_scim_" in made.text
        assert "gui_scim_" not in client.get("/o/acme/sign-in/").text
        assert len(row.digest) == 64
        assert AuditEntry.objects.filter(verb="token.issued", target="Okta").exists()

    def test_it_is_revoked_there(self, directory, cast, client):
        client.force_login(cast.sam)

        page = client.post(f"{PAGE}{ScimToken.objects.get().pk}/revocation/", follow=True)

        assert "is revoked" in page.text
        assert directory.ask("GET", "Users").status_code == 401

    def test_a_name_in_use_is_said_beside_the_field(self, directory, cast, client):
        client.force_login(cast.sam)

        page = client.post(PAGE, {"name": "Entra", "days": 30})

        assert (page.status_code, "There is a token of this name" in page.text) == (409, True)

    def test_a_name_is_asked_for(self, directory, cast, client):
        client.force_login(cast.sam)

        assert client.post(PAGE, {"name": "", "days": 30}).status_code == 422

    @pytest.mark.parametrize(("name", "status"), [("olga", 403), ("sue", 403), ("eve", 404)])
    def test_others_make_none(self, directory, cast, client, name, status):
        client.force_login(getattr(cast, name))

        assert client.post(PAGE, {"name": "Mine", "days": 30}).status_code == status
        assert ScimToken.objects.count() == 1

    def test_another_organization_revokes_none(self, directory, cast, client):
        give_role(cast.max, cast.globex, Role.SYSTEM_ADMIN)
        client.force_login(cast.max)

        page = client.post(f"/o/globex/sign-in/tokens/{ScimToken.objects.get().pk}/revocation/")

        assert page.status_code == 404

    def test_without_a_proved_domain_there_is_none(self, cast):
        with pytest.raises(Conflict, match="Prove an e-mail domain first"):
            actions.issue_scim_token(actor=cast.actor("sam"), name="Entra", days=30)

    def test_five_are_the_most(self, directory, cast):
        for n in range(4):
            actions.issue_scim_token(actor=cast.actor("sam"), name=str(n), days=30)

        with pytest.raises(Conflict, match="Five"):
            actions.issue_scim_token(actor=cast.actor("sam"), name="sixth", days=30)

    def test_the_action_itself_refuses_others(self, directory, cast):
        with pytest.raises(NotAllowed):
            actions.issue_scim_token(actor=cast.actor("sue"), name="Mine", days=30)
