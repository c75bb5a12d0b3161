"""The audit log of an organization: who sees it, what stands in it, and the files made of it."""

import csv
import io
import json

import pytest
from django.urls import reverse

from cases import actions
from orgs.actions import assign_role
from orgs.models import Membership
from orgs.roles import Role
from portal import audit
from portal.models import AuditEntry

PAGE = "/o/acme/audit/"


def note(organization, verb="role.assigned", target="sue@example.com", **more):
    audit.record(
        actor=None,
        verb=verb,
        target=target,
        organization_id=organization and organization.pk,
        **more,
    )


def appoint_max(cast):
    membership = Membership.objects.get(organization=cast.acme, user=cast.max)
    assign_role(actor=cast.actor("sam"), membership=membership, role=Role.SUPPORT_ADMIN)


@pytest.mark.rule("ROLE-10")
def test_a_role_that_was_given_stands_in_the_log(cast, client):
    appoint_max(cast)
    client.force_login(cast.sam)

    page = client.get(PAGE).text

    assert "Role given" in page
    assert cast.max.email in page
    assert "Support admin" in page


def test_nothing_of_another_organization_stands_in_it(cast, client):
    note(cast.globex, target="a secret of globex")
    note(None, target="a secret of nobody")
    client.force_login(cast.sam)

    assert "a secret" not in client.get(PAGE).text
    assert "a secret" not in client.get(f"{PAGE}export.csv").getvalue().decode()


@pytest.mark.rule("ROLE-10")
def test_a_sign_in_stands_in_the_log_of_each_organization_of_the_person(cast, client):
    client.post(reverse("account_login"), {"login": cast.sue.email, "password": "guichet-demo"})

    entries = AuditEntry.objects.filter(verb="sign_in.succeeded")
    assert [(row.organization_id, row.target, row.after) for row in entries] == [
        (cast.acme.pk, cast.sue.email, {"methods": ["password"]})
    ]


def test_customers_see_which_agent_opened_which_case(cast, client):
    client.force_login(cast.ada)
    client.get(reverse("admin:cases_case_change", args=[cast.case.pk]))
    client.force_login(cast.olga)

    page = client.get(f"{PAGE}?what=reading").text

    assert "Case opened by support" in page
    assert cast.case.number in page
    assert cast.ada.email in page


def test_what_the_agent_may_not_open_is_not_said_to_be_read(cast, client):
    cast.ada.support_teams.clear()
    client.force_login(cast.ada)

    client.get(reverse("admin:cases_case_change", args=[cast.case.pk]))

    assert not AuditEntry.objects.filter(verb="case.read").exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("what=roles", {"role"}),
        ("what=reading", {"read"}),
        ("who=ROLE", {"role"}),
        ("since=2000-01-01", {"role", "read"}),
        ("until=2000-01-01", set()),
        ("what=nonsense", {"role", "read"}),
        ("since=never", {"role", "read"}),
        ("since=0001-01-01&until=9999-12-31", {"role", "read"}),
        ("after=nonsense", {"role", "read"}),
        ("what=%00&who=%00", {"role", "read"}),
    ],
)
def test_filters_narrow_the_log_and_nonsense_is_left_out(cast, client, query, found):
    note(cast.acme, target="role")
    note(cast.acme, verb="case.read", target="read")
    client.force_login(cast.sam)

    lines = client.get(f"{PAGE}?{query}").context["lines"]

    assert {line.entry.target for line in lines} == found


def test_nonsense_is_said_to_be_left_out(cast, client):
    client.force_login(cast.sam)

    assert "Unknown filter, left out: From day." in client.get(f"{PAGE}?since=never").text


def test_the_log_is_paged_and_costs_the_same_on_each_page(
    cast, client, django_assert_max_num_queries
):
    for number in range(60):
        note(cast.acme, target=f"entry {number}")
    client.force_login(cast.sam)

    with django_assert_max_num_queries(10):
        first = client.get(PAGE)
    with django_assert_max_num_queries(10):
        second = client.get(f"{PAGE}?after={first.context['page'].next}")

    assert [len(page.context["lines"]) for page in (first, second)] == [50, 10]


def test_the_file_has_every_entry_with_its_link(cast, client):
    note(cast.acme, target="one")
    note(cast.acme, target="two", after={"role": "support_admin"})
    client.force_login(cast.sam)

    text = client.get(f"{PAGE}export.jsonl").getvalue().decode()

    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["verb"] for line in lines] == ["export.audit", "role.assigned", "role.assigned"]
    assert [line["target"] for line in lines[1:]] == ["two", "one"]
    assert lines[1]["after"] == {"role": "support_admin"}
    assert lines[0]["previous"] == lines[1]["hash"]


def test_no_cell_of_the_spreadsheet_is_a_formula(cast, client):
    note(cast.acme, target="=HYPERLINK(1)")
    client.force_login(cast.sam)

    text = client.get(f"{PAGE}export.csv").getvalue().decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:5] == ["sequence", "at", "actor", "verb", "target"]
    assert rows[2][4] == "'=HYPERLINK(1)"


def test_there_is_no_file_of_another_kind(cast, client):
    client.force_login(cast.sam)

    assert client.get(f"{PAGE}export.exe").status_code == 404


def test_a_file_that_was_taken_stands_in_the_log(cast, client):
    client.force_login(cast.olga)

    client.get(f"{PAGE}export.csv?what=roles").getvalue()

    entry = AuditEntry.objects.get(verb="export.audit")
    assert (entry.actor, entry.organization_id, entry.after) == (
        cast.olga,
        cast.acme.pk,
        {"what": "roles"},
    )


def test_what_is_said_on_a_case_is_not_in_the_log(cast, client):
    actions.add_comment(actor=cast.actor("sue"), case=cast.case, body="For the case only.")
    client.force_login(cast.sam)

    assert "For the case only." not in client.get(PAGE).text
