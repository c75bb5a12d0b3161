"""The page that tells who could see a case at a moment gone by."""

from datetime import timedelta

import pytest
from django.urls import reverse

from orgs.models import RoleAssignment
from portal.models import AuditEntry, HistoryEntry
from tests.factories import CaseFactory


@pytest.fixture
def case(cast):
    return CaseFactory(organization=cast.acme, product=cast.product, requester=cast.pat)


@pytest.fixture
def olga(cast, client):
    client.force_login(cast.olga)
    return client


def at(case):
    return reverse("cases:readers-then", args=[case.organization.slug, case.number])


def people(page):
    return [one.user.first_name for one in page.context["seen"].people]


@pytest.mark.rule("CASE-7")
def test_it_tells_who_why_and_from_when_until_when(cast, case, olga):
    RoleAssignment.objects.of(cast.sue, cast.acme).delete()
    ended = HistoryEntry.objects.get(noun="role", is_over=True).since

    then = olga.get(at(case), {"on": (ended - timedelta(microseconds=1)).isoformat()})
    today = olga.get(at(case))

    assert people(then) == ["Gus", "Olga", "Pat", "Sue"]
    assert people(today) == ["Gus", "Olga", "Pat"]
    assert "Support admin" in then.text
    assert f'<time datetime="{ended.isoformat()}"' in then.text
    assert "And the support team Commerce team." in then.text
    assert "The record is complete since" in then.text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("never", "The moment is unknown; this is now."),
        ("0001-01-01T00:00", "The moment is unknown; this is now."),
        ("2026-02-30T10:00", "The moment is unknown; this is now."),
        ("2026-03-29T02:30", "The moment is unknown; this is now."),
        ("\0", "The moment is unknown; this is now."),
        ("9999-12-31T23:59", "That moment has not come yet; this is now."),
        ("1999-12-31T23:59", "The case was not opened yet."),
        ("1999-12-31T23:59", "The record is not complete for this moment"),
    ],
)
def test_what_cannot_be_answered_is_said(cast, case, olga, asked, says):
    cast.olga.time_zone = "Europe/Paris"
    cast.olga.save()

    answer = olga.get(at(case), {"on": asked})

    assert answer.status_code == 200
    assert says in answer.text


def test_the_moment_is_one_on_the_clock_of_the_reader(cast, case, olga):
    cast.olga.time_zone = "America/Los_Angeles"
    cast.olga.save()

    page = olga.get(at(case), {"on": "2024-11-03T14:30"})

    assert page.context["moment"].isoformat() == "2024-11-03T14:30:00-08:00"
    assert 'value="2024-11-03T14:30"' in page.text
    assert "America/Los_Angeles" in page.text


def test_case_and_log_lead_there_who_may_read_both(cast, case, client):
    client.force_login(cast.ada)
    client.get(reverse("admin:cases_case_change", args=[case.pk]))
    for name, page, leads in (
        ("olga", case.get_absolute_url(), True),
        ("sue", case.get_absolute_url(), False),
        ("olga", "/o/acme/audit/", True),
        ("sam", "/o/acme/audit/", False),
    ):
        client.force_login(getattr(cast, name))
        assert (at(case) in client.get(page).text) is leads


def test_agents_see_it_at_the_desk(cast, case, client):
    client.force_login(cast.ada)
    address = reverse("admin:cases_case_readers", args=[case.pk])

    assert address in client.get(reverse("admin:cases_case_change", args=[case.pk])).text
    assert people(client.get(address)) == ["Gus", "Olga", "Pat", "Sue"]
    assert AuditEntry.objects.filter(verb="case.read", target=case.number).count() == 2
    cast.ada.support_teams.clear()
    assert client.get(address).status_code == 404
