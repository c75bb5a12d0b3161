"""The open cases of an organization, without reading its closed ones or those of others.

Built while everybody works, without a limit of time, as with the lists.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

OPEN = ["awaiting_assignment", "in_progress", "pending_response", "resolution_provided"]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0012_who_answered_an_escalation")]

    operations = [
        migrations.RunSQL("SET statement_timeout = 0", "SET statement_timeout = 0"),
        AddIndexConcurrently(
            "case",
            models.Index(
                fields=["organization", "status", "status_since"],
                condition=Q(status__in=OPEN),
                name="case_open",
            ),
        ),
        migrations.RunSQL("RESET statement_timeout", "RESET statement_timeout"),
    ]
