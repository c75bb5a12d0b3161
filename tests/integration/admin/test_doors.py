"""Who comes in: staff only, through the one sign-in, each as far as the permissions go."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from orgs.staff import GROUPS

QUEUE = "/admin/cases/case/"


def test_strangers_are_led_to_the_one_sign_in(client, db):
    response = client.get("/admin/cases/case/", follow=True)

    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/admin/cases/case/"


@pytest.mark.parametrize("name", ["olga", "sam", "sue", "max", "gus", "eve"])
def test_customers_are_refused(cast, client, name):
    client.force_login(getattr(cast, name))

    assert client.get(QUEUE, follow=True).status_code == 403


@pytest.mark.parametrize(
    ("name", "address", "status"),
    [
        ("ada", QUEUE, 200),
        ("ada", "/admin/orgs/organization/", 200),
        ("ada", "/admin/orgs/organization/add/", 403),
        ("ada", "/admin/orgs/user/", 403),
        ("ada", "/admin/sharedaccess/grant/", 403),
        ("ada", "/admin/portal/outboxmessage/", 403),
        ("ada", "/admin/portal/auditentry/", 403),
        ("meg", QUEUE, 200),
        ("meg", "/admin/portal/outboxmessage/", 200),
        ("meg", "/admin/orgs/organization/add/", 403),
        ("vera", QUEUE, 403),
        ("vera", "/admin/orgs/organization/add/", 200),
        ("vera", "/admin/orgs/roleassignment/", 200),
        ("vera", "/admin/orgs/roleassignment/add/", 403),
        ("vera", "/admin/auth/group/", 403),
    ],
)
@pytest.mark.rule("AGENT-5")
def test_staff_come_as_far_as_their_permissions(desk, at_desk, name, address, status):
    assert at_desk(name).get(address).status_code == status


def test_the_day_begins_with_the_queue(desk, at_desk):
    assert at_desk("ada").get("/admin/").url == QUEUE


def test_those_without_a_queue_begin_with_the_list_of_pages(desk, at_desk):
    response = at_desk("vera").get("/admin/")

    assert response.status_code == 200
    assert reverse("admin:orgs_organization_changelist") in response.text


def test_signing_out_is_the_portals(desk, at_desk):
    client = at_desk("ada")

    assert client.post("/admin/logout/").url == "/"
    assert client.get(QUEUE).status_code == 302


def test_the_password_is_changed_where_everybody_changes_it(desk, at_desk):
    response = at_desk("ada").get("/admin/password_change/")

    assert response.url == reverse("account_change_password")


def test_pages_of_packages_stay_out():
    """They would set addresses to verified, and show second factors and sessions."""
    pages = {model._meta.label for model in admin.site._registry}

    assert EmailAddress._meta.label not in pages
    assert {label.partition(".")[0] for label in pages} == {
        "auth",
        "cases",
        "knowledge",
        "orgs",
        "portal",
        "sharedaccess",
    }


def test_every_permission_of_a_group_exists(db):
    known = {
        f"{row.content_type.app_label}.{row.codename}"
        for row in Permission.objects.select_related("content_type")
    }

    assert set().union(*GROUPS.values()) <= known
