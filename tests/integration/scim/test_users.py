"""A directory adds, reads, changes and finds people of its own domains."""

import json
import uuid
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress

from orgs.models import Membership, ScimIdentity, User
from portal.models import AuditEntry
from tests.factories import UserFactory
from tests.integration.scim.conftest import USER


def test_a_person_becomes_a_member_without_a_role(directory, cast):
    answer = directory.add(
        name={"givenName": "Una", "familyName": "Vale"}, externalId="e-1", active=True
    )

    member = Membership.objects.get(user__email="una@acme.example.com", organization=cast.acme)
    assert answer.status_code == 201
    assert answer["Location"].endswith(f"/scim/v2/acme/Users/{answer.said['id']}")
    assert (str(member.user), member.user.has_verified_email) == ("Una Vale", True)
    assert not member.roles.exists()
    assert not member.user.has_usable_password()
    assert answer.said["emails"][0]["value"] == "una@acme.example.com"
    assert AuditEntry.objects.get(verb="member.provisioned").after == {"token": "Entra"}


@pytest.mark.parametrize(
    "address",
    ["una@example.com", "una@globex.example.com", "una@sub.acme.example.com", "una", "", "una@",
     "una@acme.example.com.evil.example", "u" * 300 + "@acme.example.com"],
)  # fmt: skip
def test_nobody_of_a_foreign_domain_is_added(directory, address):
    answer = directory.add(address)

    assert (answer.status_code, answer.said["scimType"]) == (400, "invalidValue")
    assert not ScimIdentity.objects.exists()


def test_two_addresses_that_contradict_each_other_are_refused(directory):
    answer = directory.add(emails=[{"value": "other@acme.example.com", "primary": True}])

    assert (answer.status_code, answer.said["scimType"]) == (400, "invalidValue")


def test_somebody_known_already_is_a_conflict(directory, una):
    answer = directory.add("UNA@acme.example.com")

    assert (answer.status_code, answer.said["scimType"]) == (409, "uniqueness")


def test_the_vendors_people_are_not_added(directory):
    UserFactory(email="agent@acme.example.com", is_staff=True)

    assert directory.add("agent@acme.example.com").status_code == 409


def test_an_unproved_account_is_not_proved_by_being_added(directory):
    user = UserFactory(email="una@acme.example.com")
    EmailAddress.objects.filter(user=user).update(verified=False)

    directory.add()

    assert not user.has_verified_email


def test_the_id_of_another_organization_is_unknown(directory, cast):
    user = UserFactory(email="ute@globex.example.com")
    theirs = ScimIdentity.objects.create(organization=cast.globex, user=user)

    for pk in (theirs.pk, uuid.uuid4(), "1", "x" * 2000):
        assert directory.ask("GET", f"Users/{pk}").status_code == 404
        assert directory.ask("DELETE", f"Users/{pk}").status_code == 404


@pytest.mark.parametrize(
    ("operation", "address", "name"),
    [
        ({"op": "replace", "path": "name.givenName", "value": "Ulla"}, "una", "Ulla Vale"),
        ({"op": "Replace", "path": "name", "value": {"familyName": "Wood"}}, "una", "Una Wood"),
        ({"op": "add", "value": {"name": {"givenName": "Ute"}}}, "una", "Ute Vale"),
        ({"op": "replace", "value": {"name.givenName": "Ute"}}, "una", "Ute Vale"),
        ({"op": "remove", "path": "name.givenName"}, "una", "Vale"),
        ({"op": "replace", "path": "userName", "value": "u.v@acme.example.com"}, "u.v", "Una Vale"),
        (
            {
                "op": "replace",
                "path": 'emails[type eq "work"].value',
                "value": "u.v@acme.example.com",
            },
            "u.v",
            "Una Vale",
        ),
        ({"op": "replace", "path": "title", "value": "Head"}, "una", "Una Vale"),
    ],
)
def test_common_patches_change_the_person(directory, una, operation, address, name):
    answer = directory.patch(f"Users/{una.pk}", operation)

    user = User.objects.get(pk=una.user_id)
    assert answer.status_code == 200
    assert (user.email, str(user)) == (f"{address}@acme.example.com", name)
    assert user.has_verified_email


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "id", "value": "1"},
        {"op": "replace", "path": "groups", "value": [{"value": "system_admin"}]},
        {"op": "replace", "path": "is_staff", "value": True},
        {"op": "replace", "path": "membership.roles", "value": "system_admin"},
        {"op": "replace", "path": "user__is_superuser", "value": True},
        {"op": "replace", "path": "__class__", "value": "x"},
        {"op": "replace", "path": "name.givenName", "value": {"a": 1}},
        {"op": "replace", "path": "name.givenName", "value": "n" * 81},
        {"op": "replace", "path": "externalId", "value": "n" * 256},
        {"op": "replace", "path": "name.givenName", "value": "a\0b"},
        {"op": "replace", "path": "active", "value": "perhaps"},
        {"op": "replace", "path": "userName", "value": "una@example.com"},
        {"op": "remove", "path": "userName"},
        {"op": "remove"},
        {"op": "steal", "path": "active"},
        {"op": "add", "path": "emails[", "value": "x"},
    ],
)
def test_forged_patches_change_nothing(directory, una, operation):
    rows = User.objects.filter(pk=una.user_id)
    before = rows.values().get()

    answer = directory.patch(f"Users/{una.pk}", operation)

    assert (answer.status_code, rows.values().get()) == (400, before)
    assert answer.said["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]


def test_a_patch_is_done_whole_or_not_at_all(directory, una):
    directory.patch(
        f"Users/{una.pk}",
        {"op": "replace", "path": "name.givenName", "value": "Ulla"},
        {"op": "replace", "path": "userName", "value": "una@example.com"},
    )

    una.user.refresh_from_db()
    assert una.user.first_name == "Una"


def test_an_address_in_use_is_a_conflict(directory, una):
    UserFactory(email="taken@acme.example.com")
    change = {"op": "replace", "path": "userName", "value": "taken@acme.example.com"}

    answer = directory.patch(f"Users/{una.pk}", change)

    assert (answer.status_code, answer.said["scimType"]) == (409, "uniqueness")


def test_a_replacement_writes_what_it_says(directory, una):
    body = {
        "schemas": [USER],
        "userName": "una@acme.example.com",
        "name": {"givenName": "Ulla", "familyName": "Vale"},
        "externalId": "e-2",
    }

    answer = directory.ask("PUT", f"Users/{una.pk}", body)

    una.refresh_from_db()
    assert (answer.status_code, answer.said["active"]) == (200, True)
    assert (una.external_id, str(una.user)) == ("e-2", "Ulla Vale")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ('userName eq "UNA@acme.example.com"', ["una"]),
        ('userName eq "nobody"', []),
        ('externalId eq "e-2"', ["udo"]),
        ("active eq true", ["udo", "una"]),
        ("active eq false", []),
        ('userName eq "una@acme.example.com" or externalId eq "e-2"', ["udo", "una"]),
        ('userName eq "una@acme.example.com" and externalId eq "e-2"', []),
        ('emails.value eq "una@acme.example.com"', ["una"]),
    ],
)
def test_people_are_found(directory, una, asked, found):
    directory.add("udo@acme.example.com", externalId="e-2")

    said = directory.ask("GET", f"Users?{urlencode({'filter': asked})}").said

    names = [one["userName"].partition("@")[0] for one in said.get("Resources", [])]
    assert (sorted(names), said["totalResults"]) == (found, len(found))


@pytest.mark.parametrize(
    "asked",
    ['userName co "a"', "userName pr", 'not (userName eq "a")', 'password eq "a"', "userName eq",
     'userName eq "' + "a" * 600 + '"', 'user__password eq "a"', 'userName eq "a', "active eq 1",
     'emails[type eq "work"]',
     'userName eq "\\u0000"', "userName eq null"],
)  # fmt: skip
def test_other_filters_are_refused(directory, asked):
    answer = directory.ask("GET", f"Users?{urlencode({'filter': asked})}")

    assert (answer.status_code, answer.said["scimType"]) == (400, "invalidFilter")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("startIndex=1&count=2", 2),
        ("startIndex=3&count=2", 1),
        ("startIndex=99", 0),
        ("startIndex=-5&count=1", 1),
        ("count=0", 0),
        ("count=-1", 0),
        ("count=99999999999999999999", 3),
        ("startIndex=9999999999999999999999", 0),
    ],
)
def test_pages_are_bounded(directory, query, shown):
    for name in ("una", "udo", "ute"):
        directory.add(f"{name}@acme.example.com")

    said = directory.ask("GET", f"Users?{query}").said

    assert (len(said.get("Resources", [])), said["totalResults"]) == (shown, 3)


def test_a_list_has_a_constant_number_of_queries(directory, django_assert_max_num_queries):
    for n in range(5):
        directory.add(f"u{n}@acme.example.com")

    with django_assert_max_num_queries(8):
        assert directory.ask("GET", "Users").said["totalResults"] == 5


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ('"x"', 400),
        ("[" * 100_000, 400),
        ('{"userName": "\\ud800"}', 400),
        ('{"userName": "a\\u0000@acme.example.com"}', 400),
        (json.dumps({"schemas": [USER], "userName": "x" * 3_000_000}), 413),
        (json.dumps({"schemas": [USER], "userName": ["x"]}), 400),
        (json.dumps({"schemas": ["urn:other"], "userName": "una@acme.example.com"}), 400),
        (json.dumps({"schemas": [USER], "userName": "una@acme.example.com", "isAdmin": 1}), 400),
    ],
)
def test_hostile_bodies_are_refused(directory, raw, status):
    assert directory.ask("POST", "Users", raw=raw).status_code == status


def test_a_patch_has_a_hundred_operations_at_most(directory, una):
    operations = [{"op": "replace", "path": "active", "value": True}] * 101

    answer = directory.patch(f"Users/{una.pk}", *operations)

    assert (answer.status_code, answer.said["scimType"]) == (400, "tooMany")
