"""The lists sorted by closing and by priority, and the escalated ones, without reading them all.

Built while everybody works; an index of a large table takes longer than a statement of the portal
may, so that the limit is lifted for this connection until the end of the migration.
"""

from datetime import UTC, datetime

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

NEVER = datetime(9999, 1, 1, tzinfo=UTC)

INDEXES = [
    models.Index(
        F("organization"),
        Coalesce("closed_at", Value(NEVER)).desc(),
        F("id").desc(),
        name="case_by_closing",
    ),
    models.Index(fields=["organization", "priority", "id"], name="case_by_priority"),
    models.Index(
        F("organization"),
        F("last_activity_at").desc(),
        F("id").desc(),
        condition=Q(escalated_at__isnull=False),
        name="case_escalated",
    ),
]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0009_most_pressing_first")]

    operations = [
        migrations.RunSQL("SET statement_timeout = 0", "SET statement_timeout = 0"),
        *(AddIndexConcurrently("case", index) for index in INDEXES),
        migrations.RunSQL("RESET statement_timeout", "RESET statement_timeout"),
    ]
