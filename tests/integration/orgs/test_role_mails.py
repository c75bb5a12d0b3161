"""Who hears of roles given and removed."""

import pytest
from django.core import mail

from orgs import actions
from orgs.models import Membership, RoleAssignment
from orgs.roles import Role
from portal.tasks import sweep_outbox
from tests.factories import MembershipFactory, UserFactory, give_role


@pytest.fixture
def sid(cast):
    """A second system admin."""
    sid = UserFactory(first_name="Sid", language="fr")
    give_role(sid, cast.acme, Role.SYSTEM_ADMIN)
    return sid


def member(cast, name="max"):
    return Membership.objects.get(user=getattr(cast, name), organization=cast.acme)


def delivered() -> dict[str, mail.EmailMultiAlternatives]:
    sweep_outbox()
    return {letter.to[0].partition("@")[0]: letter for letter in mail.outbox}


@pytest.mark.rule("ROLE-8", "NOTE-1", "NOTE-2")
def test_the_person_and_the_other_system_admins_hear_of_a_role_given(cast, sid):
    actions.assign_role(
        role=Role.SUPPORT_ADMIN,
        actor=cast.actor("sam"),
        membership=member(cast),
        products=[cast.product],
    )

    letters = delivered()
    assert set(letters) == {"max", "sid"}
    assert letters["max"].subject == "Acme (Commerce): You have a new role: Support admin"
    assert "Given by: Sam Example" in letters["max"].body
    assert "Commerce Pro" in letters["max"].body
    assert "http://testserver/o/acme/\n" in letters["max"].body
    assert "http://testserver/o/acme/administrators/" in letters["sid"].body
    assert letters["max"].alternatives[0].mimetype == "text/html"


@pytest.mark.rule("ROLE-8", "NOTE-1", "NOTE-2")
def test_they_hear_of_a_role_removed_as_well(cast, sid):
    actions.remove_role(
        role=Role.SUPPORT_ADMIN, actor=cast.actor("sam"), membership=member(cast, "sue")
    )

    letters = delivered()
    assert set(letters) == {"sue", "sid"}
    assert "You no longer have the role: Support admin" in letters["sue"].subject
    assert "Removed by: Sam Example" in letters["sue"].body


@pytest.mark.rule("NOTE-2")
def test_who_takes_the_role_is_not_told_of_it(cast, sid):
    actions.assign_role(
        role=Role.SUPPORT_ADMIN, actor=cast.actor("sam"), membership=member(cast, "sam")
    )

    assert set(delivered()) == {"sid"}


@pytest.mark.rule("NOTE-2")
def test_a_person_who_is_also_system_admin_hears_once(cast, sid):
    actions.assign_role(
        role=Role.SUPPORT_ADMIN,
        actor=cast.actor("sam"),
        membership=Membership.objects.get(user=sid),
    )

    sweep_outbox()
    assert [letter.to for letter in mail.outbox] == [[sid.email]]


@pytest.mark.rule("ROLE-5")
def test_another_scope_is_no_new_role(cast):
    actions.assign_role(
        role=Role.SUPPORT_ADMIN,
        actor=cast.actor("sam"),
        membership=member(cast, "sue"),
        products=[cast.product],
    )

    assert delivered() == {}


@pytest.mark.rule("NOTE-3")
def test_a_role_gone_before_the_mail_is_not_announced(cast):
    actions.assign_role(role=Role.SUPPORT_ADMIN, actor=cast.actor("sam"), membership=member(cast))
    RoleAssignment.objects.of(cast.max, cast.acme).delete()

    assert delivered() == {}


@pytest.mark.rule("NOTE-3")
def test_who_is_no_system_admin_any_more_does_not_hear(cast, sid):
    actions.remove_role(
        role=Role.SUPPORT_ADMIN, actor=cast.actor("sam"), membership=member(cast, "sue")
    )
    RoleAssignment.objects.of(sid, cast.acme).delete()

    assert set(delivered()) == {"sue"}


@pytest.mark.rule("NOTE-3")
def test_who_may_not_sign_in_any_more_does_not_hear(cast):
    actions.remove_role(
        role=Role.SUPPORT_ADMIN, actor=cast.actor("sam"), membership=member(cast, "sue")
    )
    cast.sue.is_active = False
    cast.sue.save()

    assert delivered() == {}


@pytest.mark.rule("ROLE-8")
def test_no_stranger_hears(cast):
    MembershipFactory(organization=cast.globex)
    give_role(UserFactory(), cast.globex, Role.SYSTEM_ADMIN)

    actions.assign_role(role=Role.SUPPORT_ADMIN, actor=cast.actor("sam"), membership=member(cast))

    assert set(delivered()) == {"max"}
