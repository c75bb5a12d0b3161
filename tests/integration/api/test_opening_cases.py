"""A program opens a case: the questions of the wizard, the same answers accepted and refused."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from cases.models import Case, IssueReason
from orgs.models import Entitlement, ProductField
from orgs.roles import Role
from portal.models import OutboxMessage
from tests.factories import (
    EntitlementFactory,
    GrantFactory,
    IssueTypeFactory,
    MembershipFactory,
    OrganizationFactory,
    ProductFactory,
    ProjectFactory,
    UserFactory,
    give_role,
)

CASES = "/api/v1/organizations/acme/cases"
PRODUCTS = "/api/v1/organizations/acme/products"


@pytest.fixture
def written(cast):
    """What is enough for a case."""
    return {
        "product": cast.product.pk,
        "title": "Checkout fails",
        "description": "Orders stop at the payment step.",
        "priority": 3,
    }


def post(client, body, **headers):
    return client.post(CASES, body, format="json", headers=headers)


def errors(answer):
    assert answer.status_code == 422
    return {(error["field"], error["code"]) for error in answer.json()["errors"]}


@pytest.mark.rule("ENT-9")
def test_a_program_opens_a_case(cast, program, written):
    answer = post(program("sue"), written)

    case = Case.objects.get(title="Checkout fails")
    assert answer.status_code == 201
    assert answer["Location"] == f"http://testserver{CASES}/{case.number}"
    assert answer.json()["number"] == case.number
    assert (case.organization, case.requester, case.team) == (cast.acme, cast.sue, cast.team)
    assert (case.contact_time_zone, str(case.contact_from)) == ("UTC", "09:00:00")
    assert OutboxMessage.objects.filter(kind="cases.event").exists()


def test_everything_that_is_asked_is_kept(cast, program, written):
    for name in ProductField.Name.values:
        ProductField.objects.create(product=cast.product, name=name, is_required=True)
    IssueReason.objects.create(key="security", label_en="Security")
    IssueTypeFactory(key="broken")
    told = {
        "issue_type": "broken",
        "issue_reason": "security",
        "environment": "production",
        "product_version": "2.4",
        "affected_url": "https://shop.example.com/checkout",
        "priority": 1,
        "impact": "large",
        "impact_statement": "No orders.",
        "steps": "1. Buy",
        "expected": "An order",
        "actual": "No order",
        "recent_changes": "None",
        "contact_phone": "+33123456789",
        "contact_time_zone": "Europe/Paris",
        "contact_from": "08:30",
        "contact_to": "12:00",
    }

    answer = post(program("sue"), written | told | {"watchers": ["max@example.com"]})

    body = answer.json()
    assert answer.status_code == 201
    assert {name: body[name] for name in told} == told
    assert [watcher["email"] for watcher in body["watchers"]] == ["max@example.com"]


@pytest.mark.parametrize("zone", ["US/Eastern", "Arctic/Longyearbyen", "Etc/GMT+3"])
def test_the_time_zone_left_out_is_that_of_the_account(cast, program, written, zone):
    cast.sue.time_zone = zone
    cast.sue.save()

    assert post(program("sue"), written).json()["contact_time_zone"] == zone


def test_a_title_is_one_line(program, written):
    written["title"] = " Hello\r\nBcc: all\u2028of\tthem "

    assert post(program("sue"), written).json()["title"] == "Hello Bcc: all of them"


@pytest.mark.rule("ID-6", "ROLE-3", "ACC-2")
@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("olga", 201, None),
        ("sam", 403, "no-support-role"),
        ("sue", 201, None),
        ("pat", 403, "no-support-role"),
        ("max", 403, "no-support-role"),
        ("gus", 201, None),
        ("gil", 403, "no-support-role"),
        ("eve", 404, "not-found"),
        ("ada", 404, "not-found"),
    ],
)
def test_who_may_open_a_case(program, written, name, status, code):
    answer = post(program(name), written)

    assert answer.status_code == status
    assert answer.json().get("code") == code


@pytest.mark.rule("ROLE-3", "ACC-2")
def test_a_refusal_says_why_and_who_can_help(program, written):
    problem = post(program("max"), written).json()

    assert problem["status"] == 403
    assert problem["gate"] == "support"
    assert "not a support-entitled user" in problem["detail"]
    assert {"name": "Sam Example", "email": "sam@example.com"} in problem["helpers"]


@pytest.mark.rule("ID-3")
def test_an_unverified_person_opens_no_case(cast, program, written):
    cast.una = UserFactory(first_name="Una", unverified=True)
    give_role(cast.una, cast.acme, Role.SUPPORT_ADMIN)

    answer = post(program("una"), written)

    assert (answer.status_code, answer.json()["code"]) == (403, "email-not-verified")


@pytest.mark.rule("ID-4")
def test_a_person_without_a_product_account_opens_no_case(cast, program, written):
    cast.uma = UserFactory(first_name="Uma", unlinked=True)
    give_role(cast.uma, cast.acme, Role.SUPPORT_ADMIN)

    answer = post(program("uma"), written)

    assert (answer.status_code, answer.json()["code"]) == (403, "account-not-linked")


@pytest.mark.rule("ENT-6")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"suspended_for": "billing"}, "entitlement-suspended"),
        ({"ends_on": "2021-01-01"}, "entitlement-expired"),
    ],
)
def test_without_an_entitlement_there_is_no_case(cast, program, written, change, code):
    Entitlement.objects.filter(organization=cast.acme).update(**change)

    answer = post(program("sue"), written)

    assert (answer.status_code, answer.json()["code"]) == (403, code)


@pytest.mark.rule("ENT-7")
def test_a_partner_opens_no_case_in_its_own_organization(cast, program, written):
    partner = OrganizationFactory(slug="partner", is_partner=True)
    EntitlementFactory(organization=partner, product=cast.product)
    give_role(cast.gus, partner, Role.SUPPORT_ADMIN)

    answer = program("gus").post(CASES.replace("acme", "partner"), written, format="json")

    assert answer.status_code == 403
    assert answer.json()["switch_to"] == ["acme"]


@pytest.mark.rule("ENT-4")
def test_a_product_that_is_not_offered_is_refused(cast, program, written):
    foreign = ProductFactory()

    assert errors(post(program("sue"), written | {"product": foreign.pk})) == {
        ("product", "invalid-choice")
    }


@pytest.mark.rule("WIZ-2", "WIZ-5")
@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"title": None}, {("title", "null")}),
        ({"title": " "}, {("title", "required")}),
        ({"title": "x" * 201}, {("title", "max-length")}),
        ({"title": "NUL \0"}, {("title", "null-characters-not-allowed")}),
        ({"priority": 5}, {("priority", "invalid-choice")}),
        ({"priority": 1}, {("impact_statement", "required")}),
        ({"environment": "production"}, {("environment", "not-asked")}),
        ({"product": "x"}, {("product", "invalid")}),
        ({"product": 10**30}, {("product", "invalid-choice")}),
        ({"issue_type": "nothing"}, {("issue_type", "invalid-choice")}),
        ({"project": "proj1"}, {("project", "not-asked")}),
        ({"contact_time_zone": "Mars/Olympus"}, {("contact_time_zone", "invalid-choice")}),
        ({"contact_phone": "12"}, {("contact_phone", "invalid")}),
        ({"contact_from": "04:00"}, {("contact_from", "hours")}),
        ({"watchers": "max@example.com"}, {("watchers", "not-a-list")}),
        ({"watchers": ["max@example.com", "?"]}, {("watchers/1", "invalid")}),
        ({"watchers": ["eve@example.com"]}, {("watchers", "not-of-the-organization")}),
        ({"status": "closed"}, {("status", "unknown-field")}),
        ({"organization": "globex"}, {("organization", "unknown-field")}),
    ],
)
def test_what_the_wizard_would_refuse_is_refused(program, written, change, refused):
    assert errors(post(program("sue"), written | change)) == refused
    assert Case.objects.count() == 1


def test_half_a_character_is_refused(cast, program, written):
    body = json.dumps(written | {"title": "half \ud800"})
    answer = program("sue").post(CASES, body, content_type="application/json")

    assert answer.status_code == 400
    assert not Case.objects.filter(requester=cast.sue, title__startswith="half").exists()


@pytest.mark.parametrize("body", [[], "text", 7, None])
def test_a_body_that_is_no_object_is_refused(program, body):
    assert post(program("sue"), body).status_code == 422


@pytest.mark.rule("WIZ-2")
def test_a_field_that_a_product_requires_is_required(cast, program, written):
    ProductField.objects.create(product=cast.product, name="environment", is_required=True)

    assert errors(post(program("sue"), written)) == {("environment", "required")}
    assert post(program("sue"), written | {"environment": "staging"}).status_code == 201


@pytest.mark.rule("WIZ-3")
def test_strangers_as_watchers_are_refused_in_the_same_words(program, written):
    def words(address):
        body = post(program("sue"), written | {"watchers": [address]}).json()
        return body["errors"][0]["detail"].replace(address, "…")

    assert words("eve@example.com") == words("nobody@example.com")


@pytest.fixture
def cloud(cast):
    """A cloud product with two projects; sue works in the first one."""
    product = ProductFactory(name="Cloud", cloud=True)
    EntitlementFactory(organization=cast.acme, product=product)
    ProjectFactory(
        organization=cast.acme, product=product, identifier="proj1", joined_by=[cast.sue]
    )
    ProjectFactory(organization=cast.acme, product=product, identifier="proj2")
    return product


@pytest.mark.rule("ENT-11")
@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, {("project", "required")}),
        ({"project": "proj1"}, None),
        ({"project": "proj2"}, {("project", "invalid-choice")}),
        ({"project": "not-listed", "project_note": "The new one"}, None),
    ],
)
def test_a_cloud_product_asks_for_the_project(program, written, cloud, change, refused):
    answer = post(program("sue"), written | {"product": cloud.pk} | change)

    if refused:
        assert errors(answer) == refused
    else:
        assert answer.status_code == 201
        assert answer.json()["project_note"] == change.get("project_note", "")


@pytest.mark.rule("ENT-11")
@pytest.mark.parametrize("named", [{}, {"project": "only"}])
def test_the_only_project_is_chosen_silently(cast, program, written, named):
    product = ProductFactory(cloud=True)
    EntitlementFactory(organization=cast.acme, product=product)
    ProjectFactory(organization=cast.acme, product=product, identifier="only", joined_by=[cast.sue])

    answer = post(program("sue"), written | {"product": product.pk} | named)

    assert answer.json()["project"]["identifier"] == "only"


@pytest.mark.rule("ENT-10")
def test_a_matter_of_the_marketplace_makes_no_case(program, written, settings):
    IssueTypeFactory(key="marketplace", kind="marketplace")
    told = written | {"issue_type": "marketplace"}

    assert errors(post(program("sue"), told)) == {("marketplace", "required")}
    answer = post(program("sue"), told | {"marketplace": "refund"})
    assert (answer.status_code, answer.json()["code"]) == (422, "marketplace-matter")
    assert settings.MARKETPLACE_CONTACT_EMAIL in answer.json()["detail"]
    assert post(program("sue"), told | {"marketplace": "sign_in"}).status_code == 201


@pytest.mark.rule("WIZ-12")
def test_the_same_request_with_the_same_key_makes_one_case(cast, program, written):
    sue = program("sue")
    first = post(sue, written, **{"Idempotency-Key": "a-1"})
    again = post(sue, written, **{"Idempotency-Key": "a-1"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first["Location"] == again["Location"]
    assert Case.objects.filter(title="Checkout fails").count() == 1


def test_a_repetition_is_answered_even_when_the_right_to_file_has_lapsed(cast, program, written):
    sue = program("sue")
    post(sue, written, **{"Idempotency-Key": "a-1"})
    Entitlement.objects.filter(organization=cast.acme).update(suspended_for="billing")

    assert post(sue, written, **{"Idempotency-Key": "a-1"}).status_code == 200
    assert post(sue, written, **{"Idempotency-Key": "a-2"}).status_code == 403


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_that_is_none_is_refused(program, written, key):
    answer = post(program("sue"), written, **{"Idempotency-Key": key})

    assert answer.json()["code"] == "idempotency-key-invalid"


def test_a_key_does_not_stand_for_another_request(program, written):
    sue = program("sue")
    post(sue, written, **{"Idempotency-Key": "a-1"})

    answer = post(sue, written | {"title": "Else"}, **{"Idempotency-Key": "a-1"})

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert not Case.objects.filter(title="Else").exists()


def test_a_refused_request_uses_up_no_key(program, written):
    sue = program("sue")

    assert post(sue, written | {"title": ""}, **{"Idempotency-Key": "a-1"}).status_code == 422
    assert post(sue, written, **{"Idempotency-Key": "a-1"}).status_code == 201


def test_keys_are_each_persons_own_and_last_a_day(program, written, time_machine):
    time_machine.move_to(datetime.now(UTC), tick=False)  # keys are dated by the database
    key = {"Idempotency-Key": "a-1"}
    assert post(program("sue"), written, **key).status_code == 201
    assert post(program("olga"), written, **key).status_code == 201

    time_machine.shift(25 * 3600)

    assert post(program("sue", expires_in=timedelta(days=3)), written, **key).status_code == 201
    assert Case.objects.filter(title="Checkout fails").count() == 3


@pytest.mark.rule("WIZ-12")
@pytest.mark.django_db(transaction=True)
def test_the_same_request_at_the_same_time_makes_one_case(cast, program, written):
    clients, statuses = [program("sue") for _ in range(5)], []

    def run(client):
        statuses.append(post(client, written, **{"Idempotency-Key": "a-1"}).status_code)
        connection.close()

    threads = [threading.Thread(target=run, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200, 200, 200, 200, 201]
    assert Case.objects.filter(title="Checkout fails").count() == 1


@pytest.mark.rule("ENT-4")
def test_the_offer_lists_what_can_be_chosen_and_what_is_asked(
    cast, program, cloud, django_assert_max_num_queries
):
    ProductField.objects.create(product=cast.product, name="environment", is_required=True)
    IssueReason.objects.create(key="security", label_en="Security", label_fr="Sécurité")
    sue = program("sue")
    with django_assert_max_num_queries(6):
        offer = sue.get(PRODUCTS).json()

    by_name = {product["name"]: product for product in offer["products"]}
    assert set(by_name) == {"Commerce Pro", "Cloud"}
    assert by_name["Commerce Pro"]["form"] == [{"name": "environment", "required": True}]
    assert by_name["Cloud"]["asks_project"] is True
    assert [project["identifier"] for project in by_name["Cloud"]["projects"]] == ["proj1"]
    assert offer["issue_reasons"][0]["label"] == "Security"
    french = sue.get(PRODUCTS, HTTP_ACCEPT_LANGUAGE="fr").json()
    assert french["issue_reasons"][0]["label"] == "Sécurité"


@pytest.mark.rule("SHA-10", "ENT-13")
def test_a_grantee_is_offered_what_the_grant_opens(cast, program, cloud):
    cast.guy = UserFactory(first_name="Guy")
    GrantFactory(organization=cast.acme, grantee=cast.guy, granted_by=cast.olga)

    names = [product["name"] for product in program("guy").get(PRODUCTS).json()["products"]]

    assert names == ["Commerce Pro"]


def test_members_watch_but_open_nothing(cast, program, written):
    cast.mia = UserFactory(first_name="Mia")
    MembershipFactory(user=cast.mia, organization=cast.acme)

    assert program("mia").get(PRODUCTS).status_code == 403
    assert post(program("sue"), written | {"watchers": ["mia@example.com"]}).status_code == 201
    assert len(program("mia").get(CASES).json()["results"]) == 1
