"""Members, roles and invitations through the API: what the page Administrators does."""

import pytest

from orgs.models import Invitation, Membership
from orgs.roles import Role
from portal.models import AuditEntry
from tests.factories import EntitlementFactory, ProductFactory, UserFactory, give_role

ORGANIZATION = "/api/v1/organizations/acme"


def member(cast, name="max") -> Membership:
    return Membership.objects.get(user=getattr(cast, name), organization=cast.acme)


def address(cast, name="max", rest="") -> str:
    return f"{ORGANIZATION}/members/{member(cast, name).pk}{rest}"


def put(client, url, *roles, **headers):
    body = {"roles": [{"role": role} if isinstance(role, str) else role for role in roles]}
    return client.put(url, body, format="json", headers=headers)


def held(cast, name="max") -> set[str]:
    return {*member(cast, name).roles.values_list("role", flat=True)}


# Who gets which answer: a system admin all, a product admin (pat) what is of the branch. An agent
# (ada) and another tenant (eve) find nothing; a forged decision of an agent is refused on record.
PEOPLE = ("olga", "sam", "sue", "pat", "max", "gus", "gil", "eve", "ada")
EXPECTED = {
    ("get", "/members", ""): (403, 200, 403, 200, 403, 403, 403, 404, 404),
    ("get", "/roles", ""): (403, 200, 403, 200, 403, 403, 403, 404, 404),
    ("get", "/invitations", ""): (403, 200, 403, 200, 403, 403, 403, 404, 404),
    ("get", "/members/max", ""): (403, 200, 403, 403, 403, 403, 403, 404, 404),
    ("put", "/members/max/roles", "support_admin"): (403, 200, 403, 403, 403, 403, 403, 404, 403),
    ("put", "/members/pat/roles", "profile_admin"): (403, 200, 403, 200, 403, 403, 403, 404, 403),
    ("put", "/members/pat/roles", "support_admin"): (403, 200, 403, 403, 403, 403, 403, 404, 403),
    ("delete", "/members/max", ""): (403, 204, 403, 403, 403, 403, 403, 404, 403),
    ("post", "/invitations", "support_admin"): (403, 201, 403, 403, 403, 403, 403, 404, 403),
    ("post", "/invitations", "product_admin"): (403, 201, 403, 201, 403, 403, 403, 404, 403),
}
CELLS = [
    (*key, name, status)
    for key, row in EXPECTED.items()
    for name, status in zip(PEOPLE, row, strict=True)
]


@pytest.mark.rule("ROLE-1", "ROLE-6", "ROLE-10", "API-1")
@pytest.mark.parametrize(("method", "path", "role", "name", "status"), CELLS)
def test_who_gets_which_answer(cast, program, method, path, role, name, status):
    for one in ("max", "pat"):
        path = path.replace(one, str(member(cast, one).pk))
    body = {"roles": [{"role": role}]} if role else None
    if method == "post":
        body |= {"email": "zoe@example.com", "language": "en"}

    answer = getattr(program(name), method)(ORGANIZATION + path, body, format="json")

    assert answer.status_code == status
    refused = AuditEntry.objects.filter(verb__endswith="refused", actor=getattr(cast, name))
    assert refused.count() == (status == 403 and method != "get")


@pytest.mark.rule("ROLE-1")
def test_a_superuser_gives_no_role_either(cast, program):
    cast.root = UserFactory(is_staff=True, is_superuser=True)

    assert put(program("root"), address(cast, rest="/roles"), "support_admin").status_code == 403
    assert held(cast) == set()


def test_no_member_is_seen_without_signing_in(cast, client):
    for path in ("/members", "/roles", "/invitations"):
        assert client.get(ORGANIZATION + path).status_code == 401


@pytest.mark.rule("API-3", "ROLE-1")
def test_a_token_for_reading_gives_no_role(cast, program):
    answer = put(program("sam", scope="read"), address(cast, rest="/roles"), "support_admin")

    assert (answer.status_code, answer.json()["code"]) == (403, "token-scope")


@pytest.mark.rule("API-1")
def test_the_members_are_listed_with_their_roles(cast, program):
    give_role(cast.max, cast.acme, Role.PROFILE_ADMIN, products=[cast.product])

    rows = program("sam").get(f"{ORGANIZATION}/members").json()["results"]

    assert [row["email"].partition("@")[0] for row in rows] == ["sam", "sue", "pat", "max"]
    assert rows[1]["roles"] == [{"role": "support_admin", "products": None}]
    products = [{"id": cast.product.pk, "name": "Commerce Pro"}]
    assert rows[3]["roles"] == [{"role": "profile_admin", "products": products}]


@pytest.mark.rule("ROLE-6")
def test_a_product_admin_is_told_what_the_branch_offers(cast, program):
    offered = program("pat").get(f"{ORGANIZATION}/roles").json()

    assert [row["role"] for row in offered] == ["product_admin", "profile_admin"]
    assert offered[0]["products"] == [{"id": cast.product.pk, "name": "Commerce Pro"}]


@pytest.mark.rule("ROLE-5", "API-1")
def test_all_roles_of_a_member_are_put_at_once(cast, program):
    reporting = ProductFactory(name="Commerce Reporting")
    EntitlementFactory(organization=cast.acme, product=reporting)
    url = address(cast, "sue", "/roles")
    scoped = {"role": "product_admin", "products": [reporting.pk]}

    answer = put(program("sam"), url, scoped, "group_admin")

    assert answer.json()["roles"] == [
        {"role": "product_admin", "products": [{"id": reporting.pk, "name": reporting.name}]},
        {"role": "group_admin", "products": None},
    ]
    assert held(cast, "sue") == {"product_admin", "group_admin"}


@pytest.mark.parametrize(
    ("roles", "status", "code"),
    [
        (["king"], 422, "invalid"),
        ([{"role": "support_admin", "products": []}], 422, "no-product"),
        ([{"role": "support_admin", "products": [2**40]}], 422, "unknown-product"),
        ([{"role": "group_admin", "products": "mine"}], 422, "role-without-scope"),
        ([{"role": "group_admin", "color": "red"}], 422, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_with_a_code(cast, program, roles, status, code):
    for role in roles:
        if isinstance(role, dict) and role.get("products") == "mine":
            role["products"] = [cast.product.pk]

    answer = put(program("sam"), address(cast, rest="/roles"), *roles)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert held(cast) == set()


@pytest.mark.rule("ROLE-6")
def test_the_last_system_admin_stays(cast, program):
    sam = program("sam")

    assert put(sam, address(cast, "sam", "/roles")).json()["code"] == "last-system-admin"
    assert sam.delete(address(cast, "sam")).json()["code"] == "last-system-admin"
    assert held(cast, "sam") == {"system_admin"}


@pytest.mark.rule("API-2", "CASE-8")
def test_a_change_of_older_roles_is_refused(cast, program):
    sam, url = program("sam"), address(cast, rest="/roles")
    seen = sam.get(address(cast))["ETag"]
    give_role(cast.max, cast.acme, Role.GROUP_ADMIN)

    stale = put(sam, url, "storage_admin", **{"If-Match": seen})

    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert held(cast) == {"group_admin"}
    now = sam.get(address(cast))["ETag"]
    assert put(sam, url, "storage_admin", **{"If-Match": now}).status_code == 200
    assert put(sam, url, "group_admin", **{"If-Match": "*"}).status_code == 200


@pytest.mark.rule("API-2", "ROLE-8")
def test_an_invitation_is_sent_once_for_each_key(cast, program):
    sam, url = program("sam"), f"{ORGANIZATION}/invitations"
    body = {"email": "Zoe@example.com", "language": "fr", "roles": [{"role": "support_admin"}]}
    key = {"Idempotency-Key": "once"}

    first = sam.post(url, body, format="json", headers=key)
    again = sam.post(url, body, format="json", headers=key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["roles"] == [{"role": "support_admin", "products": None}]
    assert first.json()["email"] == "zoe@example.com"
    assert "token" not in str(first.json())
    assert sam.post(url, body, format="json").json()["code"] == "invited-already"


@pytest.mark.rule("ROLE-8")
def test_an_invitation_is_sent_again_and_revoked(cast, program):
    sam, url = program("sam"), f"{ORGANIZATION}/invitations"
    body = {"email": "zoe@example.com", "language": "fr", "roles": []}
    made = sam.post(url, body, format="json").json()
    one = f"{url}/{made['id']}"

    for _ in range(2):
        key = {"Idempotency-Key": "again"}
        assert sam.post(f"{one}/resending", headers=key).status_code == 200
    assert Invitation.objects.get().mails == 2
    assert [row["id"] for row in sam.get(url).json()["results"]] == [made["id"]]

    assert sam.delete(one).status_code == 204
    assert sam.delete(one).status_code == 404
    assert sam.get(url).json()["results"] == []


def test_a_product_admin_reaches_no_invitation_of_others(cast, program):
    body = {"email": "zoe@example.com", "language": "fr", "roles": []}
    made = program("sam").post(f"{ORGANIZATION}/invitations", body, format="json").json()

    answer = program("pat").delete(f"{ORGANIZATION}/invitations/{made['id']}")

    assert answer.status_code == 403
    assert AuditEntry.objects.filter(verb="role.refused", actor=cast.pat).count() == 1
    assert Invitation.objects.pending().exists()
