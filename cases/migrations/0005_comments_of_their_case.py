"""An attachment's comment, and an event's, is one of the same case, whatever the code says."""

from django.db import migrations, models


def same_case(table: str) -> migrations.RunSQL:
    """A composite foreign key from `table` to the comment and its case."""
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ADD CONSTRAINT {table}_comment_of_its_case
        FOREIGN KEY (case_id, comment_id) REFERENCES cases_comment (case_id, id)
        DEFERRABLE INITIALLY DEFERRED
        """,
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_comment_of_its_case",
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_drafts_and_what_solved_them")]

    operations = [
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(
                fields=["case", "id"], name="comment_of_its_case"
            ),
        ),
        same_case("cases_attachment"),
        same_case("cases_caseevent"),
    ]
