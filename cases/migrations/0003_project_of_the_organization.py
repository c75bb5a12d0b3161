"""A case's project is one of its organization's, whatever the code says."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_initial"), ("orgs", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE cases_case ADD CONSTRAINT case_project_of_its_organization
            FOREIGN KEY (organization_id, project_id) REFERENCES orgs_project (organization_id, id)
            DEFERRABLE INITIALLY DEFERRED
            """,
            "ALTER TABLE cases_case DROP CONSTRAINT case_project_of_its_organization",
        ),
    ]
