"""Statements have five seconds; a migration that rewrites a table takes the time that it needs."""

from django.db.migrations import AddField, Migration, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.models import GeneratedField


def rewrites(migration: Migration) -> bool:
    """A stored column is worked out for each row that there is."""
    added = (one.field for one in migration.operations if isinstance(one, AddField))
    return any(isinstance(field, GeneratedField) for field in added)


def test_stored_columns_are_added_without_the_limit_both_ways():
    disk = MigrationLoader(None).disk_migrations
    found = {key: migration.operations for key, migration in disk.items() if rewrites(migration)}

    assert {app for app, _name in found} >= {"knowledge"}
    for key, operations in found.items():
        first, last = operations[0], operations[-1]
        assert isinstance(first, RunSQL), key
        assert "statement_timeout = 0" in first.sql, key
        assert "statement_timeout = 0" in last.reverse_sql, key
