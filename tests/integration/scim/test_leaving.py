"""Who leaves the company loses everything at once; the cases stay, and are named to others."""

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection

from cases.models import Case, StandingWatch, Watcher
from orgs.models import ApiToken, Membership, RoleAssignment, ScimIdentity
from orgs.roles import Role
from portal.models import AuditEntry
from portal.tasks import sweep_outbox
from sharedaccess.models import Grant
from tests.factories import CaseFactory, GrantFactory, MembershipFactory, give_role

INACTIVE = {"op": "replace", "path": "active", "value": False}


@pytest.fixture
def busy(cast, directory, una, client):
    """Una, with everything that one can have at acme, and a little at globex."""
    user = una.user
    give_role(user, cast.acme, Role.SUPPORT_ADMIN)
    GrantFactory(organization=cast.acme, grantee=user, granted_by=cast.olga)
    GrantFactory(organization=cast.globex, grantee=user, granted_by=cast.eve)
    MembershipFactory(user=user, organization=cast.globex)
    Watcher.objects.create(case=cast.case, user=user, added_by=cast.sue)
    StandingWatch.objects.create(organization=cast.acme, user=user)
    una.case = CaseFactory(organization=cast.acme, product=cast.product, requester=user)
    client.force_login(user)
    UserSession.objects.create(
        user=user, session_key=client.session.session_key, ip="192.0.2.1", user_agent="x"
    )
    ApiToken.objects.issue(
        user=user, name="x", scope="read", expires_at=una.created_at.replace(year=2099)
    )
    return una


def left_over(cast, user):
    """What is still there, by name."""
    held = {
        "membership": Membership.objects.filter(user=user, organization=cast.acme),
        "roles": RoleAssignment.objects.of(user, cast.acme),
        "grants": Grant.objects.active().filter(grantee=user, organization=cast.acme),
        "watches": Watcher.objects.filter(user=user, case__organization=cast.acme),
        "standing": StandingWatch.objects.filter(user=user, organization=cast.acme),
        "tokens": ApiToken.objects.filter(user=user),
        "sessions": UserSession.objects.filter(user=user),
    }
    return {name for name, rows in held.items() if rows.exists()}


def deactivate(directory, una):
    return directory.patch(f"Users/{una.pk}", INACTIVE)


def delete(directory, una):
    return directory.ask("DELETE", f"Users/{una.pk}")


@pytest.mark.parametrize(("leave", "status"), [(deactivate, 200), (delete, 204)])
def test_a_leaver_loses_everything_there(cast, directory, busy, client, leave, status):
    before = left_over(cast, busy.user)

    answer = leave(directory, busy)

    assert len(before) == 7
    assert (answer.status_code, left_over(cast, busy.user)) == (status, set())
    assert client.get("/account/").status_code == 302
    assert AuditEntry.objects.filter(verb="member.left", organization_id=cast.acme.pk).exists()


def test_the_cases_stay_and_so_do_ties_to_others(cast, directory, busy):
    deactivate(directory, busy)

    case = Case.objects.get(pk=busy.case.pk)
    assert (case.requester, case.is_open) == (busy.user, True)
    assert Membership.objects.filter(user=busy.user, organization=cast.globex).exists()
    assert Grant.objects.active().filter(grantee=busy.user, organization=cast.globex).exists()


def test_the_system_admins_hear_of_open_cases_by_number(cast, directory, busy):
    deactivate(directory, busy)
    sweep_outbox()

    told = [one for one in mail.outbox if "with open cases" in one.subject]
    assert [one.to for one in told] == [["sam@example.com"]]
    assert busy.case.number in told[0].body
    assert busy.case.title not in told[0].body


def test_nobody_hears_where_nothing_is_left_over(cast, directory, una):
    deactivate(directory, una)
    sweep_outbox()

    assert not [one for one in mail.outbox if "with open cases" in one.subject]


def test_a_fault_on_the_way_leaves_everything(cast, directory, busy, client):
    """The database refuses the last step: what went before comes back."""
    before = left_over(cast, busy.user)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE portal_auditentry ADD CONSTRAINT no_leavers"
            " CHECK (verb <> 'member.left') NOT VALID"
        )

    assert deactivate(directory, busy).status_code == 409
    assert left_over(cast, busy.user) == before


def test_without_the_domain_only_what_belongs_to_the_organization_ends(cast, directory, busy):
    cast.acme.email_domains.all().delete()

    deactivate(directory, busy)

    assert left_over(cast, busy.user) == {"tokens", "sessions"}


def test_who_comes_back_is_a_member_without_roles(cast, directory, busy):
    deactivate(directory, busy)

    answer = directory.patch(f"Users/{busy.pk}", INACTIVE | {"value": True})

    assert answer.said["active"] is True
    assert left_over(cast, busy.user) == {"membership"}


def test_who_was_removed_by_hand_is_inactive(cast, directory, una):
    una.membership.delete()

    assert directory.ask("GET", f"Users/{una.pk}").said["active"] is False


@pytest.mark.parametrize("leave", [deactivate, delete])
def test_the_last_system_admin_stays(cast, directory, una, leave):
    give_role(una.user, cast.acme, Role.SYSTEM_ADMIN)
    RoleAssignment.objects.filter(membership__user=cast.sam).delete()
    cast.acme.scim_tokens.update(made_by=una.user)

    answer = leave(directory, una)

    assert answer.status_code == 409
    assert "last system admin" in answer.said["detail"]
    assert ScimIdentity.objects.get(pk=una.pk).active
