"""Who gives the support admin role, to whom, and how many may have it."""

import pytest

from orgs import actions
from orgs.models import Membership, RoleAssignment
from orgs.roles import Role
from portal.models import AuditEntry
from portal.problems import Conflict, NotAllowed, Unprocessable
from tests.factories import (
    EntitlementFactory,
    MembershipFactory,
    OrganizationFactory,
    ProductFactory,
    SupportPlanFactory,
    UserFactory,
    give_role,
)

ALL = {"support_admin": "on", "support_admin_scope": "all"}


def member(cast, name) -> Membership:
    return Membership.objects.get(user=getattr(cast, name), organization=cast.acme)


def address(membership) -> str:
    return f"/o/{membership.organization.slug}/administrators/{membership.pk}/"


def support_role(membership) -> RoleAssignment | None:
    return membership.roles.filter(role=Role.SUPPORT_ADMIN).first()


# A direct POST by each person: only the system admin of the same organization may. An agent is told
# so; another tenant may not even know that the organization exists.
POSTS = {
    "sam": 302,
    "sue": 403,
    "pat": 403,
    "max": 403,
    "olga": 403,
    "gus": 403,
    "gil": 403,
    "ada": 403,
    "eve": 404,
}


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize(("name", "status"), POSTS.items())
def test_only_a_system_admin_of_the_same_organization_gives_the_role(cast, client, name, status):
    client.force_login(getattr(cast, name))

    response = client.post(address(member(cast, "max")), ALL)

    assert response.status_code == status
    assert bool(support_role(member(cast, "max"))) is (name == "sam")


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize(("name", "status"), POSTS.items())
def test_only_a_system_admin_of_the_same_organization_takes_it_away(cast, client, name, status):
    client.force_login(getattr(cast, name))

    response = client.post(address(member(cast, "sue")), {})

    assert response.status_code == status
    assert bool(support_role(member(cast, "sue"))) is (name != "sam")


@pytest.mark.rule("ROLE-1")
def test_a_superuser_gives_no_role_either(cast, client):
    root = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(root)

    response = client.post(address(member(cast, "max")), ALL)

    assert response.status_code == 403
    assert support_role(member(cast, "max")) is None


@pytest.mark.rule("ROLE-1", "ROLE-10")
@pytest.mark.parametrize("name", ["sue", "max", "olga", "gus", "ada"])
def test_a_refused_try_is_on_record(cast, client, name):
    person = getattr(cast, name)
    client.force_login(person)
    url = address(member(cast, "max"))

    client.post(url, ALL, REMOTE_ADDR="203.0.113.9")

    entry = AuditEntry.objects.get(verb="access.refused")
    assert (entry.actor, entry.target, entry.address) == (person, url, "203.0.113.9")
    assert entry.organization_id == cast.acme.pk


@pytest.mark.rule("ROLE-1")
def test_looking_is_no_try(cast, client):
    client.force_login(cast.sue)

    client.get(address(member(cast, "max")))

    assert not AuditEntry.objects.exists()


@pytest.mark.rule("ROLE-1")
def test_the_refusal_names_the_system_admins(cast, client):
    client.force_login(cast.sue)

    page = client.get("/o/acme/administrators/").text

    assert "Only the system admins of Acme (Commerce) give and remove roles." in page
    assert "sam@example.com" in page


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize("name", ["sue", "olga", "gus", "ada"])
def test_the_action_itself_refuses_and_records(cast, name):
    membership = member(cast, "max")

    with pytest.raises(NotAllowed):
        actions.assign_role(actor=cast.actor(name), membership=membership, role=Role.SUPPORT_ADMIN)
    with pytest.raises(NotAllowed):
        actions.remove_role(
            actor=cast.actor(name), membership=member(cast, "sue"), role=Role.SUPPORT_ADMIN
        )

    assert [*AuditEntry.objects.values_list("verb", flat=True)] == ["role.refused"] * 2


@pytest.mark.rule("ROLE-1")
def test_a_system_admin_reaches_only_members_of_the_own_organization(cast, client):
    stranger = Membership.objects.get(user=cast.eve)
    client.force_login(cast.sam)

    assert client.post(f"/o/acme/administrators/{stranger.pk}/", {}).status_code == 404
    with pytest.raises(NotAllowed):
        actions.remove_role(actor=cast.actor("sam"), membership=stranger, role=Role.SUPPORT_ADMIN)
    assert support_role(stranger)


@pytest.mark.rule("ROLE-5", "ENT-4")
def test_the_role_is_given_for_chosen_products(cast, client):
    other = ProductFactory(name="Commerce Reporting")
    EntitlementFactory(organization=cast.acme, product=other)
    client.force_login(cast.sam)
    chosen = {
        "support_admin": "on",
        "support_admin_scope": "chosen",
        "support_admin_products": [other.pk],
    }

    client.post(address(member(cast, "max")), chosen)

    role = support_role(member(cast, "max"))
    assert not role.all_products
    assert [*role.products.all()] == [other]
    assert cast.actor("max").products == {other.pk}


@pytest.mark.rule("ROLE-5")
def test_the_scope_changes_and_the_role_stays(cast, client):
    role = support_role(member(cast, "sue"))
    client.force_login(cast.sam)
    chosen = {
        "support_admin": "on",
        "support_admin_scope": "chosen",
        "support_admin_products": [cast.product.pk],
    }

    client.post(address(member(cast, "sue")), chosen)

    assert support_role(member(cast, "sue")).pk == role.pk
    assert cast.actor("sue").products == {cast.product.pk}


@pytest.mark.rule("ROLE-5")
@pytest.mark.parametrize("products", [[], ["foreign"]])
def test_chosen_products_are_some_of_the_organization(cast, client, products):
    foreign = ProductFactory()
    client.force_login(cast.sam)
    chosen = {
        "support_admin": "on",
        "support_admin_scope": "chosen",
        "support_admin_products": [foreign.pk for _ in products],
    }

    response = client.post(address(member(cast, "max")), chosen)

    assert response.status_code == 422
    assert support_role(member(cast, "max")) is None


@pytest.mark.rule("ROLE-5")
def test_the_action_knows_the_products_too(cast):
    for products in ([], [ProductFactory()]):
        with pytest.raises(Unprocessable):
            actions.assign_role(
                actor=cast.actor("sam"),
                membership=member(cast, "max"),
                role=Role.SUPPORT_ADMIN,
                products=products,
            )


@pytest.mark.rule("ROLE-4")
def test_removing_the_role_keeps_the_member_and_the_cases(cast, client):
    client.force_login(cast.sam)

    client.post(address(member(cast, "sue")), {})

    cast.case.refresh_from_db()
    assert cast.case.requester == cast.sue
    assert not cast.actor("sue").can("open_case")


@pytest.mark.rule("ROLE-4")
def test_the_rights_of_several_roles_add_up(cast):
    give_role(cast.sam, cast.acme, Role.SUPPORT_ADMIN)

    actor = cast.actor("sam")

    assert actor.can("assign_roles")
    assert actor.can("open_case")


@pytest.mark.rule("ID-3")
def test_the_unverified_are_given_nothing(cast, client):
    una = UserFactory(first_name="Una", unverified=True)
    membership = MembershipFactory(user=una, organization=cast.acme)
    client.force_login(cast.sam)

    response = client.post(address(membership), ALL)

    assert response.status_code == 422
    assert "Una Example has no verified e-mail address yet." in response.text
    assert support_role(membership) is None


@pytest.mark.rule("ROLE-7")
def test_a_teams_organization_has_no_support_admins(cast, client):
    teams = OrganizationFactory(slug="teams", is_teams=True)
    give_role(cast.sam, teams, Role.SYSTEM_ADMIN)
    membership = MembershipFactory(organization=teams)
    client.force_login(cast.sam)

    page = client.get(address(membership)).text
    assert 'name="system_admin"' in page
    assert 'name="support_admin"' not in page
    assert client.post(address(membership), ALL).status_code == 422
    assert support_role(membership) is None


@pytest.mark.rule("ROLE-9")
class TestTheLimitOfThePlan:
    @pytest.fixture(autouse=True)
    def plan(self, cast):
        cast.acme.plan = SupportPlanFactory(name="Expert", contact_limit=2)
        cast.acme.save()

    def test_the_page_shows_used_and_limit(self, cast, client):
        client.force_login(cast.sam)

        assert (
            "Support admins in the plan Expert: 1 of 2"
            in client.get("/o/acme/administrators/").text
        )

    def test_over_it_the_refusal_is_clear(self, cast, client):
        give_role(cast.pat, cast.acme, Role.SUPPORT_ADMIN)
        client.force_login(cast.sam)

        response = client.post(address(member(cast, "max")), ALL)

        assert response.status_code == 409
        assert "The plan Expert has room for 2 support admins" in response.text
        assert support_role(member(cast, "max")) is None

    def test_at_it_the_scope_of_a_support_admin_still_changes(self, cast):
        give_role(cast.pat, cast.acme, Role.SUPPORT_ADMIN)

        actions.assign_role(
            actor=cast.actor("sam"),
            membership=member(cast, "sue"),
            role=Role.SUPPORT_ADMIN,
            products=[cast.product],
        )

        assert cast.actor("sue").products == {cast.product.pk}

    def test_system_admins_count_when_they_take_the_role(self, cast, client):
        give_role(cast.pat, cast.acme, Role.SUPPORT_ADMIN)
        client.force_login(cast.sam)

        assert client.post("/o/acme/access/self/").status_code == 409
        with pytest.raises(Conflict):
            actions.assign_role(
                actor=cast.actor("sam"), membership=member(cast, "sam"), role=Role.SUPPORT_ADMIN
            )


@pytest.mark.rule("ROLE-1", "ROLE-10")
def test_a_system_admin_gives_the_role_to_themself_on_record(cast, client):
    client.force_login(cast.sam)

    response = client.post("/o/acme/access/self/", {"next": "/o/acme/support/"})

    assert response.url == "/o/acme/support/"
    assert cast.actor("sam").can("open_case")
    entry = AuditEntry.objects.get(verb="role.assigned")
    assert (entry.actor, entry.target) == (cast.sam, "sam@example.com")


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize(
    ("name", "status"), [("sue", 403), ("max", 403), ("olga", 403), ("ada", 403), ("eve", 404)]
)
def test_nobody_else_takes_the_role(cast, client, name, status):
    client.force_login(getattr(cast, name))

    assert client.post("/o/acme/access/self/").status_code == status


@pytest.mark.rule("ROLE-10")
def test_the_log_tells_who_gave_what_to_whom_before_and_after(cast):
    membership, sam = member(cast, "max"), cast.actor("sam")

    actions.assign_role(actor=sam, membership=membership, role=Role.SUPPORT_ADMIN)
    actions.assign_role(
        actor=sam, membership=membership, role=Role.SUPPORT_ADMIN, products=[cast.product]
    )
    actions.remove_role(actor=sam, membership=membership, role=Role.SUPPORT_ADMIN)

    everything = {"role": "support_admin", "products": "all"}
    one = {"role": "support_admin", "products": ["Commerce Pro"]}
    rows = AuditEntry.objects.filter(actor=cast.sam, target="max@example.com").order_by("pk")
    assert [*rows.values_list("verb", "before", "after")] == [
        ("role.assigned", {}, everything),
        ("role.assigned", everything, one),
        ("role.removed", one, {}),
    ]


def test_taking_away_what_nobody_has_changes_nothing(cast):
    actions.remove_role(
        actor=cast.actor("sam"), membership=member(cast, "max"), role=Role.SUPPORT_ADMIN
    )

    assert not AuditEntry.objects.exists()


class TestTheList:
    @pytest.mark.rule("ROLE-8")
    def test_it_shows_members_with_their_roles(self, cast, client):
        client.force_login(cast.sam)

        page = client.get("/o/acme/administrators/").text

        for words in ("Sue Example", "sue@example.com", "Support admin", "Product admin"):
            assert words in page
        assert "Gus Example" not in page
        assert "Eve Example" not in page

    @pytest.mark.rule("ROLE-8")
    @pytest.mark.parametrize("words", ["max", "MAX@EXAMPLE", "example max", " Max "])
    def test_it_finds_people_by_name_and_address(self, cast, client, words):
        client.force_login(cast.sam)

        page = client.get("/o/acme/administrators/", {"q": words}).text

        assert "max@example.com" in page
        assert "sue@example.com" not in page

    def test_it_says_when_nobody_is_found(self, cast, client):
        client.force_login(cast.sam)

        assert "Nobody found" in client.get("/o/acme/administrators/", {"q": "\0%"}).text

    def test_it_is_cut_by_keys_in_both_directions(self, cast, client):
        for n in range(60):
            user = UserFactory(first_name=f"Zoe {n:02}", email=f"zoe{n}@example.com")
            MembershipFactory(user=user, organization=cast.acme)
        client.force_login(cast.sam)
        seen, cursor = [], ""

        def page(**query):
            return client.get("/o/acme/administrators/", query).context["page"]

        while (now := page(after=cursor)).rows:
            seen += [row.user.first_name for row in now.rows]
            if not now.next:
                break
            cursor = now.next

        assert seen == sorted(seen)
        assert len(seen) == len(set(seen)) == 64
        back = page(before=now.previous)
        assert [row.user.first_name for row in back.rows] == seen[25:50]
        assert page(before=back.previous).previous == ""
        assert page(after="0").rows == page(after="x").rows == page().rows

    def test_it_costs_the_same_however_many_there_are(
        self, cast, client, django_assert_max_num_queries
    ):
        for n in range(30):
            person = UserFactory(first_name=f"Zoe {n}")
            give_role(person, cast.acme, Role.PRODUCT_ADMIN, products=[cast.product])
        client.force_login(cast.sam)

        with django_assert_max_num_queries(16):
            client.get("/o/acme/administrators/")
