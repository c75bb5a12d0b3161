"""What a case follows up is of the same organization, whatever the code says."""

from django.db import migrations

TABLES = ("cases_case", "cases_casedraft")
COLUMNS = {"follow_up_of_id": "cases_case", "follow_up_of_legacy_id": "cases_legacycase"}


def same_organization(table: str, column: str) -> migrations.RunSQL:
    """A composite foreign key from `table` to the followed case and its organization."""
    name = f"{table}_{column.removesuffix('_id')}_same_org"
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ADD CONSTRAINT {name}
        FOREIGN KEY (organization_id, {column}) REFERENCES {COLUMNS[column]} (organization_id, id)
        DEFERRABLE INITIALLY DEFERRED
        """,
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_the_full_life")]

    operations = [same_organization(table, column) for table in TABLES for column in COLUMNS]
