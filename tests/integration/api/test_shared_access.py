"""The owner's programs share access by the same actions as the pages; a grantee's read on."""

import pytest

from portal.models import AuditEntry
from sharedaccess.models import Grant
from tests.factories import GrantFactory, UserFactory

ADDRESS = "/api/v1/organizations/acme/shared-access"
PEOPLE = ("olga", "sam", "sue", "pat", "max", "gus", "gil", "eve", "ada", "root")

#                          olga sam  sue  pat  max  gus  gil  eve  ada  root
EXPECTED = {
    ("GET", ""):          (200, 403, 403, 403, 403, 403, 403, 404, 404, 404),
    ("POST", ""):         (201, 403, 403, 403, 403, 403, 403, 404, 403, 403),
    ("GET", "/grant"):    (200, 403, 403, 403, 403, 403, 403, 404, 404, 404),
    ("PATCH", "/grant"):  (200, 403, 403, 403, 403, 403, 403, 404, 403, 403),
    ("DELETE", "/grant"): (204, 403, 403, 403, 403, 403, 403, 404, 403, 403),
    ("PUT", "/grant"):    (405, 405, 405, 405, 405, 405, 405, 404, 404, 404),
}  # fmt: skip

ROWS = [
    (method, path, name, status)
    for (method, path), statuses in EXPECTED.items()
    for name, status in zip(PEOPLE, statuses, strict=True)
]


@pytest.fixture
def nina(db):
    return UserFactory(first_name="Nina")


@pytest.fixture
def asked(nina):
    return {
        "account_number": nina.product_account.number,
        "email": nina.email,
        "share_name": "Our partner",
        "resources": ["support"],
        "expires_on": "2030-01-15",
    }


@pytest.fixture
def grant(cast):
    return Grant.objects.get(grantee=cast.gus)


@pytest.mark.rule("SHA-2", "SHA-4", "API-1", "ROLE-10")
@pytest.mark.parametrize(("method", "path", "name", "status"), ROWS)
def test_who_gets_which_answer(cast, program, asked, grant, method, path, name, status):
    cast.root = UserFactory(agent=True, first_name="Root", is_superuser=True)
    body = asked if method == "POST" else {"resources": ["downloads"]}

    answer = getattr(program(name), method.lower())(
        ADDRESS + path.replace("grant", str(grant.pk)),
        None if method == "GET" else body,
        format="json",
        headers={"If-Match": "*"},
    )

    assert answer.status_code == status
    refused = AuditEntry.objects.filter(verb="access.refused", organization_id=cast.acme.pk)
    assert refused.exists() is (status == 403 and method != "GET")
    if status == 403:
        assert answer.json()["helpers"] == [{"name": "Olga Example", "email": "olga@example.com"}]
    if name != "olga":
        assert Grant.objects.standing().get(pk=grant.pk).resources == ["support"]
        assert Grant.objects.standing().count() == 2


@pytest.mark.rule("SHA-3", "API-1")
def test_a_program_shares_access(cast, program, nina, asked):
    answer = program("olga").post(ADDRESS, asked, format="json")

    body = answer.json()
    assert answer["Location"].endswith(f"{ADDRESS}/{body['id']}")
    assert answer["ETag"] == f'"{body["id"]}-1"'
    assert body["grantee"] == {
        "name": "Nina Example",
        "email": "nina@example.com",
        "account_number": nina.product_account.number,
    }
    assert (body["source"], body["expires_at"]) == ("owner", "2030-01-15T23:59:59.999999Z")


@pytest.mark.rule("SHA-3", "API-2")
def test_a_repeated_request_shares_once(program, nina, asked):
    olga = program("olga")

    first = olga.post(ADDRESS, asked, format="json", headers={"Idempotency-Key": "once"})
    second = olga.post(ADDRESS, asked, format="json", headers={"Idempotency-Key": "once"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert olga.post(ADDRESS, asked, format="json").json()["code"] == "already-granted"


@pytest.mark.rule("SHA-3", "API-2")
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"email": "max@example.com"}, "unknown-user"),
        ({"account_number": "nonsense"}, "unknown-user"),
        ({"share_name": "Сloud Shared Access from ACC"}, "reserved-name"),
        ({"expires_on": "2020-01-01"}, "past-expiry"),
        ({"resources": []}, "no-resource"),
        ({"resources": ["billing"]}, "invalid"),
        ({"password": "x"}, "invalid"),
    ],
)
def test_what_cannot_be_is_a_problem_with_a_code(program, asked, wrong, code):
    answer = program("olga").post(ADDRESS, asked | wrong, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.rule("SHA-5", "API-2")
def test_a_change_says_what_it_saw(program, grant):
    olga, address = program("olga"), f"{ADDRESS}/{grant.pk}"
    seen = olga.get(address)["ETag"]

    blind = olga.patch(address, {"resources": []}, format="json")
    first = olga.patch(
        address, {"resources": ["products"]}, format="json", headers={"If-Match": seen}
    )
    late = olga.patch(address, {"share_name": "Late"}, format="json", headers={"If-Match": seen})

    assert (blind.status_code, first.status_code, late.status_code) == (428, 200, 412)
    assert first.json()["share_name"] == "For our partner"
    assert late.json()["shared_access"]["resources"] == ["products"]
    assert late["ETag"] == first["ETag"]


@pytest.mark.rule("SHA-8")
def test_a_cloud_sourced_one_is_not_deleted_or_renamed(cast, program, nina):
    cloud = GrantFactory(
        organization=cast.acme,
        grantee=nina,
        granted_by=None,
        source="cloud",
        share_name="Cloud Shared Access from ACC-1",
    )
    olga, address = program("olga"), f"{ADDRESS}/{cloud.pk}"

    deleted = olga.delete(address)
    renamed = olga.patch(address, {"share_name": "Ours"}, format="json", headers={"If-Match": "*"})
    emptied = olga.patch(address, {"resources": []}, format="json", headers={"If-Match": "*"})

    assert [one.status_code for one in (deleted, renamed, emptied)] == [403, 403, 200]
    assert deleted.json()["code"] == "cloud-sourced"
    assert not Grant.objects.active().filter(pk=cloud.pk).exists()


@pytest.mark.rule("SHA-7")
def test_a_deleted_one_is_gone(program, grant):
    olga = program("olga")

    assert olga.delete(f"{ADDRESS}/{grant.pk}").status_code == 204
    assert olga.get(f"{ADDRESS}/{grant.pk}").status_code == 404
    assert len(olga.get(ADDRESS).json()["results"]) == 1


@pytest.mark.rule("SHA-1", "API-1")
def test_a_grantee_reads_what_is_shared(cast, program):
    rows = program("gus").get("/api/v1/shared-with-me").json()["results"]

    assert rows == [
        {
            "organization": {
                "slug": "acme",
                "name": "Acme (Commerce)",
                "account_number": cast.acme.account.number,
                "owner": {"name": "Olga Example", "email": "olga@example.com"},
            },
            "share_name": "For our partner",
            "resources": ["support"],
            "expires_at": None,
        }
    ]
    assert program("olga").get("/api/v1/shared-with-me").json()["results"] == []


@pytest.mark.rule("API-1")
def test_lists_cost_a_constant_number_of_queries(cast, program, django_assert_max_num_queries):
    for _number in range(30):
        GrantFactory(organization=cast.acme)
    olga, address, seen = program("olga"), f"{ADDRESS}?limit=10", []
    while address:
        with django_assert_max_num_queries(4):
            page = olga.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]

    assert len(seen) == len(set(seen)) == 32
