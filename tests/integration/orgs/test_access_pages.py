"""Check my access, and asking for more of it."""

import pytest
import time_machine
from django.core import mail

from orgs.models import Membership, RoleAssignment
from orgs.roles import Role
from portal.models import AuditEntry, OutboxMessage
from portal.tasks import sweep_outbox
from tests.factories import (
    EntitlementFactory,
    MembershipFactory,
    ProductFactory,
    UserFactory,
    give_role,
)


@pytest.mark.rule("ACC-1", "ACC-2")
def test_the_page_walks_the_gates_in_order(cast, client):
    client.force_login(cast.pat)

    page = client.get("/o/acme/access/").text

    states = [piece.split('"')[1] for piece in page.split("<li data-state=")[1:]]
    assert states == ["pass"] * 4 + ["fail"] + ["pending"] * 3
    assert page.index("Your e-mail address is verified") < page.index("You may use support")
    assert "You are not a support-entitled user in the organization Acme (Commerce)." in page
    assert "mailto:sam@example.com" in page
    assert "Request access" in page


@pytest.mark.rule("ACC-1")
def test_the_last_gates_are_checked_for_a_product(cast, client):
    other = ProductFactory(name="Commerce Cloud", cloud=True)
    EntitlementFactory(organization=cast.acme, product=other)
    client.force_login(cast.sue)

    page = client.get("/o/acme/access/", {"product": other.pk}).text

    assert "You are not a member of a cloud project of Commerce Cloud." in page
    assert "You can file a case" not in page


@pytest.mark.rule("ACC-1")
@pytest.mark.parametrize("product", ["", "0", "x", "99999999999999999999"])
def test_a_product_of_nobody_is_no_choice(cast, client, product):
    client.force_login(cast.sue)

    response = client.get("/o/acme/access/", {"product": product})

    assert response.status_code == 200
    assert "You can file a case." in response.text


@pytest.mark.rule("ACC-1")
def test_a_button_asks_those_who_can_help(cast, client):
    cast.acme.entitlements.update(suspended_for="billing")
    client.force_login(cast.sue)

    page = client.get("/o/acme/access/").text

    assert "The entitlement is suspended for billing: Commerce Pro." in page
    assert 'href="mailto:olga@example.com?subject=' in page


@pytest.mark.rule("ACC-2", "ROLE-3")
def test_a_direct_address_leads_to_the_same_words(cast, client):
    client.force_login(cast.pat)

    response = client.get("/o/acme/support/")

    assert response.status_code == 403
    assert "Contact a system admin to be given the support admin role." in response.text
    assert "sam@example.com" in response.text
    assert 'action="/o/acme/access/request/"' in response.text


class TestRequestAccess:
    @pytest.fixture
    def ask(self, client):
        def post(person, **data):
            client.force_login(person)
            return client.post("/o/acme/access/request/", data, follow=True)

        return post

    @pytest.mark.rule("ROLE-3", "NOTE-1")
    def test_it_mails_the_system_admins_a_link_to_grant_it(self, cast, ask):
        page = ask(cast.max).text

        sweep_outbox()
        (letter,) = mail.outbox
        membership = Membership.objects.get(user=cast.max)
        assert letter.to == ["sam@example.com"]
        assert letter.subject == "Max Example asks for access to support in Acme (Commerce)"
        box = f"http://testserver/o/acme/administrators/{membership.pk}/#id_support_admin"
        assert box in letter.body
        assert "Your request went to Sam Example by mail." in page

    @pytest.mark.rule("ROLE-3")
    def test_the_link_leads_to_the_form_that_gives_the_role(self, cast, client, ask):
        ask(cast.max)
        sweep_outbox()
        path = mail.outbox[0].body.split("http://testserver")[1].split()[0]
        client.force_login(cast.sam)

        client.post(path, {"support_admin": "on", "scope": "all"})

        assert cast.actor("max").can("open_case")

    @pytest.mark.rule("ROLE-3", "NOTE-2")
    def test_one_person_asks_once_a_day(self, cast, ask):
        with time_machine.travel("2026-11-21T08:00:00Z"):
            ask(cast.max)
            ask(cast.max)
            ask(cast.pat)
        with time_machine.travel("2026-11-22T08:00:00Z"):
            ask(cast.max)

        assert OutboxMessage.objects.filter(kind="orgs.access_requested").count() == 3

    @pytest.mark.rule("ROLE-3")
    def test_without_system_admins_the_owner_is_asked(self, cast, ask):
        RoleAssignment.objects.filter(role=Role.SYSTEM_ADMIN).delete()

        page = ask(cast.max).text

        sweep_outbox()
        assert [letter.to for letter in mail.outbox] == [["olga@example.com"]]
        assert "Olga Example" in page

    @pytest.mark.rule("SHA-2", "SHA-12")
    def test_about_a_grantee_the_owner_is_asked(self, cast, ask):
        ask(cast.gil)

        sweep_outbox()
        assert [letter.to for letter in mail.outbox] == [["olga@example.com"]]
        said = " ".join(mail.outbox[0].body.split())
        assert "Only you, the account owner, can change what is shared." in said

    @pytest.mark.rule("ROLE-3")
    def test_with_nobody_to_ask_nothing_is_promised(self, ask, db):
        member = MembershipFactory(organization__slug="acme")

        page = ask(member.user).text

        assert not OutboxMessage.objects.exists()
        assert "There is nobody to ask yet. Write to Vendor support" in page
        assert "/access/request/" not in page

    @pytest.mark.rule("ID-3")
    def test_the_unverified_verify_first(self, cast, client, ask):
        una = UserFactory(first_name="Una", unverified=True)
        MembershipFactory(user=una, organization=cast.acme)

        response = ask(una)

        assert response.status_code == 403
        assert "is not verified yet" in response.text
        assert not OutboxMessage.objects.exists()

    @pytest.mark.rule("ROLE-10")
    def test_it_is_on_record(self, cast, ask):
        ask(cast.max)

        entry = AuditEntry.objects.get(verb="access.requested")
        assert (entry.actor, entry.after) == (cast.max, {"of": ["sam@example.com"]})

    @pytest.mark.rule("ROLE-3")
    def test_a_request_granted_in_the_meantime_is_dropped(self, cast, ask):
        ask(cast.max)
        give_role(cast.max, cast.acme, Role.SUPPORT_ADMIN)

        sweep_outbox()

        assert mail.outbox == []
        assert OutboxMessage.objects.get().state == OutboxMessage.State.DROPPED

    @pytest.mark.rule("ROLE-3")
    def test_a_system_admin_no_more_is_not_told(self, cast, ask):
        ask(cast.max)
        RoleAssignment.objects.filter(role=Role.SYSTEM_ADMIN).delete()

        sweep_outbox()

        assert mail.outbox == []

    def test_who_may_use_support_needs_not_ask(self, cast, ask):
        page = ask(cast.sue).text

        assert "You may use support here already." in page
        assert not OutboxMessage.objects.exists()

    @pytest.mark.parametrize(
        ("page", "target"),
        [
            ("/help/", "/help/"),
            ("https://evil.example.com/", "/o/acme/access/"),
            ("", "/o/acme/access/"),
        ],
    )
    def test_it_returns_to_a_page_of_ours(self, cast, client, page, target):
        client.force_login(cast.max)

        response = client.post("/o/acme/access/request/", {"next": page})

        assert response.url == target

    def test_it_is_a_post(self, cast, client):
        client.force_login(cast.max)

        assert client.get("/o/acme/access/request/").status_code == 405
