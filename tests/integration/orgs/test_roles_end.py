"""Members leave, roles are taken away; somebody who can give roles is always left."""

import pytest
from django.core import mail
from django.http import Http404

from orgs import actions
from orgs.models import Membership, RoleAssignment
from orgs.roles import Role
from portal.models import AuditEntry
from portal.problems import Conflict, NotAllowed
from portal.tasks import sweep_outbox
from tests.factories import CaseFactory, UserFactory, give_role
from tests.races import second_of_two

# Who may remove a member, by a direct POST.
REMOVES = {
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


def member(cast, name="max") -> Membership:
    return Membership.objects.get(user=getattr(cast, name), organization=cast.acme)


def removal(cast, name="max") -> str:
    return f"/o/acme/administrators/{member(cast, name).pk}/removal/"


@pytest.fixture
def sid(cast):
    """A second system admin."""
    cast.sid = UserFactory(first_name="Sid")
    give_role(cast.sid, cast.acme, Role.SYSTEM_ADMIN)
    return cast.sid


@pytest.mark.rule("ROLE-8")
@pytest.mark.parametrize(("name", "status"), REMOVES.items())
def test_only_a_system_admin_removes_a_member(cast, client, name, status):
    client.force_login(getattr(cast, name))

    response = client.post(removal(cast, "sue"))

    assert response.status_code == status
    assert cast.acme.memberships.filter(user=cast.sue).exists() is (name != "sam")
    refused = AuditEntry.objects.filter(verb="access.refused", actor=getattr(cast, name))
    assert refused.exists() is (status == 403)


@pytest.mark.rule("ROLE-1")
@pytest.mark.parametrize("name", ["sue", "pat", "olga", "gus", "ada"])
def test_the_action_itself_refuses_and_records(cast, name):
    with pytest.raises(NotAllowed):
        actions.remove_member(actor=cast.actor(name), membership=member(cast))

    assert AuditEntry.objects.get().verb == "role.refused"


@pytest.mark.rule("ROLE-4", "ROLE-8")
def test_the_page_asks_first_and_the_cases_stay(cast, client):
    client.force_login(cast.sam)

    assert "Remove Sue Example from Acme (Commerce)?" in client.get(removal(cast, "sue")).text
    assert member(cast, "sue")
    client.post(removal(cast, "sue"))

    cast.case.refresh_from_db()
    assert cast.case.requester == cast.sue
    with pytest.raises(Http404):
        cast.actor("sue")


@pytest.mark.rule("ROLE-4")
def test_it_counts_from_the_next_request_on(cast, client):
    client.force_login(cast.sue)
    assert client.get(cast.case.get_absolute_url()).status_code == 200

    actions.remove_member(actor=cast.actor("sam"), membership=member(cast, "sue"))

    assert client.get(cast.case.get_absolute_url()).status_code == 404
    assert client.get("/o/acme/access/").status_code == 404


@pytest.mark.rule("ROLE-4", "NOTE-2")
def test_who_left_watches_no_more_and_whose_role_ended_still_does(cast):
    case = CaseFactory(
        organization=cast.acme, product=cast.product, watched_by=[cast.max, cast.sue]
    )

    actions.remove_member(actor=cast.actor("sam"), membership=member(cast))
    actions.remove_role(
        actor=cast.actor("sam"), membership=member(cast, "sue"), role=Role.SUPPORT_ADMIN
    )

    assert [watcher.user for watcher in case.watchers.all()] == [cast.sue]


@pytest.mark.rule("ROLE-10")
def test_the_log_keeps_which_roles_ended(cast):
    give_role(cast.max, cast.acme, Role.PROFILE_ADMIN, products=[cast.product])

    actions.remove_member(actor=cast.actor("sam"), membership=member(cast))

    entry = AuditEntry.objects.get(verb="member.removed")
    assert (entry.actor, entry.target) == (cast.sam, "max@example.com")
    assert entry.before == {"roles": [{"role": "profile_admin", "products": ["Commerce Pro"]}]}


@pytest.mark.rule("NOTE-1", "NOTE-2")
def test_the_person_and_the_other_system_admins_are_told(cast, sid):
    actions.remove_member(actor=cast.actor("sam"), membership=member(cast))

    sweep_outbox()

    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {"max@example.com", "sid@example.com"}
    assert letters["max@example.com"].subject == "You no longer belong to Acme (Commerce)"
    assert "/o/acme/" not in letters["max@example.com"].body
    assert "Max Example no longer belongs" in letters["sid@example.com"].subject


def test_who_came_back_before_the_mail_is_told_nothing(cast, sid):
    actions.remove_member(actor=cast.actor("sam"), membership=member(cast))
    Membership.objects.create(user=cast.max, organization=cast.acme)

    sweep_outbox()

    assert mail.outbox == []


@pytest.mark.rule("ROLE-6")
class TestTheLastSystemAdmin:
    def test_keeps_the_role(self, cast, client):
        client.force_login(cast.sam)

        response = client.post(removal(cast, "sam").removesuffix("removal/"), {})

        assert response.status_code == 409
        assert "Sam Example is the last system admin" in response.text
        assert cast.actor("sam").is_system_admin

    def test_stays_a_member(self, cast, client):
        client.force_login(cast.sam)

        assert client.post(removal(cast, "sam")).status_code == 409
        assert cast.actor("sam").is_system_admin

    def test_is_the_last_also_beside_one_who_may_not_sign_in(self, cast, sid):
        sid.is_active = False
        sid.save()

        with pytest.raises(Conflict):
            actions.remove_member(actor=cast.actor("sam"), membership=member(cast, "sam"))

    def test_may_go_once_there_is_another_one(self, cast, client, sid):
        client.force_login(cast.sam)

        response = client.post(removal(cast, "sam"))

        assert response.url == "/"
        assert client.get("/o/acme/administrators/").status_code == 404

    def test_who_gives_up_the_role_is_led_where_there_is_a_page(self, cast, client, sid):
        client.force_login(cast.sam)

        response = client.post(removal(cast, "sam").removesuffix("removal/"), {}, follow=True)

        assert response.redirect_chain[0][0] == "/o/acme/"
        assert not cast.actor("sam").is_system_admin


@pytest.mark.rule("ROLE-6")
@pytest.mark.django_db(transaction=True)
def test_two_who_remove_each_other_at_once_leave_one(cast, sid):
    sam, sids = cast.actor("sam"), cast.actor("sid")
    of_sam, of_sid = member(cast, "sam"), member(cast, "sid")

    with pytest.raises(NotAllowed):
        second_of_two(
            lambda: actions.remove_member(actor=sam, membership=of_sid),
            lambda: actions.remove_role(actor=sids, membership=of_sam, role=Role.SYSTEM_ADMIN),
        )

    assert RoleAssignment.objects.get(role=Role.SYSTEM_ADMIN).membership.user == cast.sam
    assert AuditEntry.objects.get(verb="role.refused").actor == sid


@pytest.mark.rule("ROLE-6")
@pytest.mark.django_db(transaction=True)
def test_two_who_give_up_the_role_at_once_leave_one(cast, sid):
    def give_up(name):
        actor, membership = cast.actor(name), member(cast, name)
        return lambda: actions.remove_role(
            actor=actor, membership=membership, role=Role.SYSTEM_ADMIN
        )

    with pytest.raises(Conflict):
        second_of_two(give_up("sam"), give_up("sid"))

    assert RoleAssignment.objects.get(role=Role.SYSTEM_ADMIN).membership.user == cast.sid
