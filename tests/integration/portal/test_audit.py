"""The audit log is a chain: whoever changes it behind our back breaks it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from portal import audit
from portal.models import AuditEntry
from tests.races import all_at_once

HERE, THERE = 1, 2


def note(organization, verb="role.assigned", target="sue@example.com"):
    audit.record(actor=None, verb=verb, target=target, organization_id=organization)


def verify(*args):
    out = StringIO()
    call_command("verify_audit", *args, stdout=out)
    return out.getvalue()


def tamper(statement, *values):
    """As somebody who owns the database."""
    trigger = "TRIGGER pgtrigger_append_only_1eeb1"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE portal_auditentry DISABLE {trigger}")
        cursor.execute(statement, values)
        cursor.execute(f"ALTER TABLE portal_auditentry ENABLE {trigger}")


@pytest.fixture
def chains(db):
    for organization in (HERE, THERE, HERE, None, HERE, None):
        note(organization)


@pytest.mark.rule("ROLE-10")
def test_each_organization_has_a_chain_of_its_own(chains):
    rows = AuditEntry.objects.order_by("pk").values_list("organization_id", "sequence")

    assert list(rows) == [(HERE, 1), (THERE, 1), (HERE, 2), (None, 1), (HERE, 3), (None, 2)]


@pytest.mark.rule("ROLE-10")
def test_each_entry_names_the_one_before(chains):
    first, second, third = AuditEntry.objects.filter(organization_id=HERE).order_by("sequence")

    assert [first.previous, second.previous, third.previous] == ["", first.hash, second.hash]
    assert len({first.hash, second.hash, third.hash}) == 3


def test_a_sound_log_passes_and_says_where_its_chains_end(chains):
    ends = [line.split() for line in verify().splitlines()]

    assert [(chain, length) for chain, length, _digest in ends] == [
        ("1", "3"),
        ("2", "1"),
        ("-", "2"),
    ]


@pytest.mark.rule("ROLE-10")
@pytest.mark.parametrize(
    "statement", ["UPDATE portal_auditentry SET verb = 'x'", "DELETE FROM portal_auditentry"]
)
def test_the_database_lets_nobody_rewrite_history(chains, statement):
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.rule("ROLE-10")
@pytest.mark.parametrize(
    ("place", "statement", "entry"),
    [
        (2, "UPDATE portal_auditentry SET target = 'eve'", 2),
        (1, "UPDATE portal_auditentry SET at = at - interval '1 s'", 1),
        (3, "UPDATE portal_auditentry SET after = '{\"a\": 1}'", 3),
        (2, "DELETE FROM portal_auditentry", 3),
        (1, "DELETE FROM portal_auditentry", 2),
    ],
)
def test_what_was_changed_or_taken_out_is_found(chains, place, statement, entry):
    tamper(f"{statement} WHERE organization_id = 1 AND sequence = %s", place)

    with pytest.raises(CommandError, match=f"Chain 1 breaks at entry {entry}"):
        verify()


def test_a_row_with_a_hash_of_its_own_making_breaks_the_next(chains):
    tamper("UPDATE portal_auditentry SET target = 'eve' WHERE organization_id = 1 AND sequence = 2")
    tamper(
        "UPDATE portal_auditentry AS a SET hash = portal_audit_hash(a)"
        " WHERE organization_id = 1 AND sequence = 2"
    )

    with pytest.raises(CommandError, match="Chain 1 breaks at entry 3"):
        verify()


def test_a_chain_cut_off_at_its_end_is_found_by_what_was_noted(chains, tmp_path):
    noted = tmp_path / "heads"
    noted.write_text(verify())
    tamper("DELETE FROM portal_auditentry WHERE organization_id = 1 AND sequence = 3")

    with pytest.raises(CommandError, match="Chain 1 lacks entry 3"):
        verify("--noted", str(noted))


def test_a_chain_that_grew_still_holds_what_was_noted(chains, tmp_path):
    noted = tmp_path / "heads"
    noted.write_text(verify())
    note(HERE)

    assert verify("--noted", str(noted)).startswith("1 4 ")


def test_the_time_zone_of_a_session_does_not_matter(chains):
    connection.cursor().execute("SET LOCAL TIME ZONE 'Asia/Tokyo'")

    assert list(audit.broken_links()) == []


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_make_one_chain():
    all_at_once([lambda: note(HERE)] * 20)

    places = AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(places) == list(range(1, 21))
    assert list(audit.broken_links()) == []
