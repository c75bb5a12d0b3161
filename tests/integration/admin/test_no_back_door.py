"""The admin is no back door: not for agents, not for superusers (AGENT-3, ROLE-1, SHA-2)."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME

from cases.lifecycle import Status
from cases.models import Case
from orgs.models import Membership, Organization, ProductAccount, RoleAssignment, User
from orgs.roles import Resource, Role
from portal import audit
from portal.models import AuditEntry, OutboxMessage
from sharedaccess.models import Grant
from tests.factories import OrganizationFactory, ProductAccountFactory, UserFactory, give_role


@pytest.fixture
def root(desk, at_desk):
    return at_desk("root")


def formset(prefix: str) -> dict[str, int]:
    return {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}


@pytest.mark.rule("ENT-8", "AGENT-3")
def test_nobody_changes_anything_of_a_case(desk, root):
    before = Case.objects.filter(pk=desk.case.pk).values().get()
    data = {
        "organization": desk.globex.pk,
        "requester": desk.eve.pk,
        "status": Status.CLOSED,
        "opened_at_0": "2020-01-01",
        "title": "Forged",
    }

    response = root.post(f"/admin/cases/case/{desk.case.pk}/change/", data)

    assert response.status_code == 405
    assert Case.objects.filter(pk=desk.case.pk).values().get() == before


@pytest.mark.rule("AGENT-3")
@pytest.mark.parametrize("verb", ["add", "{pk}/delete"])
def test_cases_are_neither_made_nor_deleted(desk, root, verb):
    response = root.post(f"/admin/cases/case/{verb.format(pk=desk.case.pk)}/", {"post": "yes"})

    assert response.status_code == 403
    assert Case.objects.count() == 1


def test_cases_are_not_deleted_together_either(desk, root):
    data = {"action": "delete_selected", ACTION_CHECKBOX_NAME: desk.case.pk, "post": "yes"}
    root.post("/admin/cases/case/", data)

    assert Case.objects.count() == 1


@pytest.mark.rule("SHA-2")
def test_nobody_grants_shared_access(desk, root):
    data = {
        "organization": desk.acme.pk,
        "grantee": desk.max.pk,
        "share_name": "Forged",
        "resources": Resource.SUPPORT,
        "granted_by": desk.olga.pk,
    }

    assert root.post("/admin/sharedaccess/grant/add/", data).status_code == 403
    assert not Grant.objects.filter(grantee=desk.max).exists()


@pytest.mark.rule("SHA-2")
@pytest.mark.parametrize("verb", ["change", "delete"])
def test_nobody_edits_or_takes_shared_access(desk, root, verb):
    grant = Grant.objects.get(grantee=desk.gus)

    response = root.post(
        f"/admin/sharedaccess/grant/{grant.pk}/{verb}/",
        {"resources": Resource.DOWNLOADS, "post": "yes"},
    )

    assert response.status_code == 403
    assert Grant.objects.get(grantee=desk.gus).resources == [Resource.SUPPORT]


@pytest.mark.rule("ROLE-1")
def test_the_role_of_an_appointment_is_not_asked(desk, root):
    organization = OrganizationFactory()
    data = {"organization": organization.pk, "person": desk.max.pk, "role": Role.SUPPORT_ADMIN}

    root.post("/admin/orgs/roleassignment/add/", data)

    row = RoleAssignment.objects.get(membership__organization=organization)
    assert (row.role, row.membership.user, row.assigned_by) == (
        Role.SYSTEM_ADMIN,
        desk.max,
        desk.root,
    )


@pytest.mark.rule("ROLE-1")
def test_only_the_first_system_admin_is_appointed(desk, root):
    data = {"organization": desk.acme.pk, "person": desk.max.pk}

    response = root.post("/admin/orgs/roleassignment/add/", data)

    assert "has a system admin, who appoints the others" in response.text
    assert not RoleAssignment.objects.of(desk.max, desk.acme).exists()


@pytest.mark.rule("ROLE-1", "ROLE-10")
def test_an_appointment_is_written_to_the_audit_log(desk, root):
    organization = OrganizationFactory()

    root.post(
        "/admin/orgs/roleassignment/add/", {"organization": organization.pk, "person": desk.max.pk}
    )

    entry = AuditEntry.objects.get(verb="role.assigned")
    assert (entry.actor, entry.target) == (desk.root, desk.max.email)
    assert (entry.organization_id, entry.after) == (organization.pk, {"role": "system_admin"})


@pytest.mark.rule("ID-3")
def test_nobody_unverified_is_appointed(desk, root):
    una = UserFactory(unverified=True)

    response = root.post(
        "/admin/orgs/roleassignment/add/",
        {"organization": OrganizationFactory().pk, "person": una.pk},
    )

    assert "has no verified e-mail address yet" in response.text
    assert not RoleAssignment.objects.of(una, desk.acme).exists()


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize("name", ["ada", "meg", "vera"])
def test_other_staff_appoint_nobody(desk, at_desk, name):
    data = {"organization": OrganizationFactory().pk, "person": desk.max.pk}

    assert at_desk(name).post("/admin/orgs/roleassignment/add/", data).status_code == 403


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize("verb", ["change", "delete"])
def test_roles_are_neither_changed_nor_taken(desk, root, verb):
    row = RoleAssignment.objects.of(desk.sue, desk.acme).get()

    response = root.post(
        f"/admin/orgs/roleassignment/{row.pk}/{verb}/", {"role": Role.PRODUCT_ADMIN, "post": "yes"}
    )

    assert response.status_code == 403
    assert RoleAssignment.objects.of(desk.sue, desk.acme).get().role == Role.SUPPORT_ADMIN


@pytest.mark.rule("ROLE-1")
def test_members_are_not_slipped_in_on_the_page_of_an_organization(desk, root):
    data = {
        "name": "Acme",
        "product_line": "Commerce",
        "account": desk.acme.account_id,
        "region": "emea",
        **formset("entitlements"),
        **formset("projects"),
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 0,
        "memberships-0-user": desk.eve.pk,
    }

    root.post(f"/admin/orgs/organization/{desk.acme.pk}/change/", data)

    assert not Membership.objects.filter(user=desk.eve, organization=desk.acme).exists()


@pytest.mark.parametrize("model", ["organization", "user", "productaccount"])
def test_customers_are_never_deleted(desk, root, model):
    """With them would go roles and grants."""
    pk = {
        "organization": desk.globex.pk,
        "user": desk.gus.pk,
        "productaccount": desk.olga.product_account.pk,
    }[model]

    assert root.post(f"/admin/orgs/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403


def link(client, account: ProductAccount, user: User | None):
    data = {"number": account.number, "email": account.email, "user": user.pk if user else ""}
    return client.post(f"/admin/orgs/productaccount/{account.pk}/change/", data)


@pytest.mark.rule("ID-4", "ROLE-10")
def test_a_superuser_appoints_the_owner(desk, root):
    account = ProductAccountFactory()
    person = UserFactory(unlinked=True)

    link(root, account, person)

    account.refresh_from_db()
    assert account.user == person
    assert account.linked_at
    entry = AuditEntry.objects.get(verb="owner.appointed")
    assert entry.after == {"owner": person.email}


@pytest.mark.rule("ID-3")
def test_nobody_unverified_becomes_the_owner(desk, root):
    account = ProductAccountFactory()

    response = link(root, account, UserFactory(unlinked=True, unverified=True))

    assert "has no verified e-mail address yet" in response.text
    assert ProductAccount.objects.get(pk=account.pk).user is None


@pytest.mark.rule("ID-4")
def test_a_vendor_administrator_neither_links_nor_moves_a_linked_account(desk, at_desk):
    client = at_desk("vera")
    account = desk.olga.product_account

    client.post(
        f"/admin/orgs/productaccount/{account.pk}/change/",
        {"number": account.number, "email": "vera@example.com", "user": desk.vera.pk},
    )

    account.refresh_from_db()
    assert (account.user, account.email) == (desk.olga, desk.olga.email)


def test_a_vendor_administrator_does_not_move_an_organization_to_another_account(desk, at_desk):
    data = {
        "name": "Acme",
        "product_line": "Commerce",
        "account": ProductAccountFactory().pk,
        "region": "apac",
        **formset("entitlements"),
        **formset("projects"),
        **formset("memberships"),
    }

    at_desk("vera").post(f"/admin/orgs/organization/{desk.acme.pk}/change/", data)

    acme = Organization.objects.get(pk=desk.acme.pk)
    assert (acme.account_id, acme.region) == (desk.acme.account_id, "apac")


def change_user(client, user: User, **data):
    fields = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": user.email,
        "is_active": "on",
        **formset("memberships"),
    }
    return client.post(f"/admin/orgs/user/{user.pk}/change/", fields | data)


def test_a_vendor_administrator_makes_nobody_staff_and_moves_no_address(desk, at_desk):
    change_user(
        at_desk("vera"),
        desk.max,
        first_name="Maxim",
        email="vera2@example.com",
        is_staff="on",
        is_superuser="on",
        groups=[desk.ada.groups.get().pk],
    )

    max_ = User.objects.get(pk=desk.max.pk)
    assert max_.first_name == "Maxim"
    assert (max_.email, max_.is_staff, max_.is_superuser) == (desk.max.email, False, False)
    assert not max_.groups.exists()


def test_a_vendor_administrator_does_not_touch_the_vendors_people(desk, at_desk):
    assert change_user(at_desk("vera"), desk.root, first_name="X").status_code == 403


@pytest.mark.rule("ID-3")
def test_an_address_moved_by_a_superuser_has_to_be_verified_again(desk, root):
    change_user(root, desk.max, email="New@Example.com")

    user = User.objects.get(pk=desk.max.pk)
    assert user.email == "new@example.com"
    assert not user.has_verified_email
    assert EmailAddress.objects.filter(user=user).values_list("email", "verified").get() == (
        "new@example.com",
        False,
    )


def test_no_page_shows_a_password(desk, root):
    text = root.get(f"/admin/orgs/user/{desk.max.pk}/change/").text

    assert desk.max.password not in text
    assert root.get(f"/admin/orgs/user/{desk.max.pk}/password/").status_code in {302, 404}


def test_no_filter_guesses_a_password(desk, at_desk):
    response = at_desk("vera").get("/admin/orgs/user/", {"password__startswith": "md5"})

    assert response.status_code == 400


def test_a_new_user_has_no_password_that_works(desk, at_desk):
    data = {"first_name": "New", "last_name": "Person", "email": "new@example.com"}

    at_desk("vera").post(
        "/admin/orgs/user/add/",
        data | {"is_active": "on"} | formset("memberships"),
    )

    user = User.objects.get(email="new@example.com")
    assert not user.has_usable_password()
    assert not user.has_verified_email


@pytest.mark.rule("ROLE-10", "AGENT-3")
@pytest.mark.parametrize("verb", ["add", "{pk}/change", "{pk}/delete"])
@pytest.mark.parametrize("model", ["auditentry", "outboxmessage"])
def test_the_log_and_the_promises_are_only_read(desk, root, model, verb):
    audit.record(actor=desk.root, verb="test", target="something")
    OutboxMessage.objects.create(kind="cases.event", key="x")
    pk = (AuditEntry if model == "auditentry" else OutboxMessage).objects.first().pk

    response = root.post(f"/admin/portal/{model}/{verb.format(pk=pk)}/", {"post": "yes"})

    assert response.status_code == 403


@pytest.mark.rule("NOTE-3")
def test_failed_notifications_are_tried_again(desk, at_desk):
    failed = OutboxMessage.objects.create(kind="cases.event", key="a")
    failed.settle(OutboxMessage.State.FAILED, error="Gone")
    sent = OutboxMessage.objects.create(kind="cases.event", key="b")
    sent.settle(OutboxMessage.State.SENT)

    response = at_desk("meg").post(
        "/admin/portal/outboxmessage/",
        {"action": "retry_selected", ACTION_CHECKBOX_NAME: [failed.pk, sent.pk]},
        follow=True,
    )

    assert "1 notification will be tried again." in response.text
    assert set(OutboxMessage.objects.values_list("key", "state")) == {
        ("a", "pending"),
        ("b", "sent"),
    }


@pytest.mark.parametrize("name", ["ada", "meg", "vera"])
def test_staff_without_a_role_have_none_in_the_portal(desk, client, name):
    """Nobody at the desk acts as a customer."""
    client.force_login(getattr(desk, name))

    assert client.get("/o/acme/support/").status_code == 404


def test_one_who_was_a_system_admin_is_no_second_first(desk, root):
    organization = OrganizationFactory()
    give_role(desk.sam, organization, Role.SYSTEM_ADMIN)

    root.post(
        "/admin/orgs/roleassignment/add/", {"organization": organization.pk, "person": desk.max.pk}
    )

    assert RoleAssignment.objects.filter(membership__organization=organization).count() == 1
