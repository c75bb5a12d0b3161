"""Who could see a case at a moment gone by: the history says what the wall said then."""

import time
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.hindsight import look_back
from cases.models import Case, Watcher
from orgs.models import Membership, ProductAccount, RoleAssignment, User
from orgs.roles import Resource, Role
from portal.models import HistoryEntry
from sharedaccess.actions import revoke_grant
from sharedaccess.doors import find_actor
from sharedaccess.models import Grant
from tests.factories import (
    CaseFactory,
    MembershipFactory,
    ProductFactory,
    SupportTeamFactory,
    UserFactory,
    give_role,
)

FILLS = (
    "orgs.migrations.0010_history",
    "sharedaccess.migrations.0003_history",
    "cases.migrations.0011_history",
)
PEOPLE = ("olga", "sam", "sue", "pat", "max", "gus", "gil", "eve")


def sql(statement, *values):
    """As somebody at the database's own prompt."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def now():
    return sql("SELECT clock_timestamp()")[0][0]


@pytest.fixture
def case(cast):
    return CaseFactory(organization=cast.acme, product=cast.product, requester=cast.pat)


def fresh(case):
    return Case.objects.select_related("organization__account", "product").get(pk=case.pk)


def let_through(cast, case):
    """By the wall, as of now."""
    case, seen = fresh(case), set()
    people = User.objects.in_bulk([getattr(cast, name).pk for name in PEOPLE])
    for name in PEOPLE:
        actor = find_actor(people[getattr(cast, name).pk], case.organization)
        if actor and Case.objects.visible_to(actor).filter(pk=case.pk).exists():
            seen.add(name)
    return seen


def told(case, moment):
    return {one.user.first_name.lower() for one in look_back(fresh(case), moment).people}


def changes(cast, case):
    """One after the other, each by another way, with those who see the case from then on."""
    other, second = ProductFactory(), SupportTeamFactory(name="Second team")
    here = {"organization": cast.acme}
    acme, olga = (type(row).objects.filter(pk=row.pk) for row in (cast.acme, cast.olga))
    gus, gil = (Grant.objects.filter(grantee=person) for person in (cast.gus, cast.gil))
    sue = RoleAssignment.objects.of(cast.sue, cast.acme)
    watch = {"case": case, "user": cast.max, "added_by": cast.sue}
    move = "UPDATE cases_case SET product_id = %s, team_id = %s WHERE id = %s"
    return (
        ("olga sue pat gus", lambda: None),
        ("olga sue pat gus max", lambda: Watcher.objects.create(**watch)),
        ("olga pat gus max", sue.delete),
        (
            "olga pat gus max",
            lambda: give_role(cast.sue, cast.acme, Role.SUPPORT_ADMIN, products=[other]),
        ),
        ("olga sue pat gus max", lambda: sql(move, other.pk, second.pk, case.pk)),
        ("olga pat gus max", lambda: sue.get().products.set([])),
        ("olga sue pat gus max", lambda: sue.update(all_products=True)),
        ("olga sue pat gus max", lambda: sql(move, cast.product.pk, cast.team.pk, case.pk)),
        ("olga sue gus max", Membership.objects.filter(user=cast.pat, **here).delete),
        ("olga sue pat gus max", lambda: MembershipFactory(user=cast.pat, **here)),
        ("olga sue pat gus", lambda: sql("DELETE FROM cases_watcher")),
        ("olga sue pat", lambda: gus.update(resources=[])),
        ("olga sue pat gus", lambda: gus.update(resources=["support", "products"])),
        ("olga sue pat gus", lambda: gus.update(expires_at=now() + timedelta(seconds=0.3))),
        ("olga sue pat", lambda: time.sleep(0.4)),
        ("olga sue pat gus", lambda: gus.update(expires_at=None)),
        ("olga sue pat", lambda: revoke_grant(actor=cast.actor("olga"), grant=gus.get())),
        ("olga sue pat gil", lambda: gil.update(resources=[Resource.SUPPORT])),
        ("olga sue pat", lambda: gil.update(organization=cast.globex)),
        ("eve sue pat", lambda: acme.update(account=cast.eve.product_account)),
        ("sue pat", lambda: ProductAccount.objects.filter(user=cast.eve).update(user=None)),
        ("olga sue pat", lambda: acme.update(account=cast.olga.product_account)),
        ("sue pat", lambda: olga.update(is_active=False)),
        ("olga sue pat", lambda: olga.update(is_active=True)),
        ("olga pat", RoleAssignment.objects.exclude(role=Role.SYSTEM_ADMIN).delete),
        ("olga sam pat", lambda: acme.update(is_teams=True)),
        ("olga pat", lambda: acme.update(is_teams=False)),
    )


@pytest.mark.rule("CASE-7")
def test_the_history_names_exactly_those_whom_the_wall_let_through(cast, case):
    steps, seen = changes(cast, case), []
    for _expected, change in steps:
        change()
        seen.append((now(), let_through(cast, case)))

    assert [people for _moment, people in seen] == [set(names.split()) for names, _ in steps]
    assert [told(case, moment) for moment, _people in seen] == [people for _moment, people in seen]


def test_what_there_was_before_the_record_is_filled_in(cast, case):
    """As an installation has it that was there before: who sees the case now did so all along."""
    sue = RoleAssignment.objects.of(cast.sue, cast.acme).get()
    sue.products.set([cast.product])
    RoleAssignment.objects.filter(pk=sue.pk).update(all_products=False)
    Watcher.objects.create(case=case, user=cast.max, added_by=cast.sue)
    User.objects.filter(pk=cast.olga.pk).update(is_active=False)
    sql("TRUNCATE portal_historyentry")
    for module in FILLS:
        sql(import_module(module).FILL)

    assert told(case, now()) == let_through(cast, case) == {"sue", "pat", "gus", "max"}
    assert look_back(fresh(case), now()).complete_since > case.opened_at


def test_before_it_was_opened_nobody_saw_it(cast, case):
    seen = look_back(fresh(case), case.opened_at - timedelta(microseconds=1))

    assert (seen.people, seen.team) == ([], None)


def test_each_reason_has_its_whole_time(cast, case):
    """A grant that was edited, and went on opening support, is one stretch of time."""
    grant = Grant.objects.filter(grantee=cast.gus)
    began = HistoryEntry.objects.get(noun="grant", facts__grantee_id=cast.gus.pk).since
    grant.update(resources=["support", "downloads"])
    moment = now()
    grant.update(expires_at=moment + timedelta(days=1))
    grant.update(revoked_at=timezone.now())
    ended = HistoryEntry.objects.filter(noun="grant").latest("pk").since

    (gus,) = [one for one in look_back(fresh(case), moment).people if one.user == cast.gus]

    assert gus.reasons == [("shared access", (began, ended))]


def test_it_tells_of_the_team_too(cast, case):
    moment = now()
    Case.objects.filter(pk=case.pk).update(team=SupportTeamFactory(name="Second team"))

    assert look_back(fresh(case), moment).team == cast.team
    assert look_back(fresh(case), now()).team.name == "Second team"


def test_who_has_no_account_any_more_is_told_by_number(cast, case):
    nina = UserFactory(first_name="Nina", account=False)
    give_role(nina, cast.acme, Role.SUPPORT_ADMIN)
    moment, number = now(), nina.pk
    User.objects.filter(pk=number).delete()

    gone = [one.pk for one in look_back(fresh(case), moment).people if one.user is None]

    assert gone == [number]


def test_what_comes_to_the_same_leaves_no_line(cast):
    lines = HistoryEntry.objects.count()

    cast.sue.save()
    Membership.objects.get(user=cast.sue, organization=cast.acme).save()
    Grant.objects.update(last_used_at=timezone.now(), share_name="Renamed")

    assert HistoryEntry.objects.count() == lines


def test_it_costs_the_same_for_any_number_of_people(cast, case, django_assert_num_queries):
    look_back(fresh(case), now())
    for _number in range(3):
        give_role(UserFactory(), cast.acme, Role.SUPPORT_ADMIN, products=[cast.product])
    found = fresh(case)

    with django_assert_num_queries(7):
        seen = look_back(found, timezone.now())
    assert len(seen.people) == 7


def test_the_index_answers(cast, case, django_assert_num_queries):
    sql("SET LOCAL enable_seqscan = off")
    found = fresh(case)
    with django_assert_num_queries(7) as asked:
        look_back(found, timezone.now())
    plans = [sql(f"EXPLAIN {query['sql']}") for query in asked if "owner" in query["sql"]]

    assert len(plans) == 4
    assert "Seq Scan on portal_historyentry" not in str(plans)


@pytest.mark.parametrize(
    "way", ["UPDATE portal_historyentry SET key = 0", "DELETE FROM portal_historyentry"]
)
def test_nobody_changes_or_deletes_what_was(cast, way):
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        sql(way)
