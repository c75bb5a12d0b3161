"""Who answered an escalation, which may be another manager than who took it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0011_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='escalation',
            name='escalation_answered_by_who_took_it',
        ),
        migrations.AddField(
            model_name='escalation',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.RunSQL(
            # Until now nobody noted it: as far as known, it was who took it.
            [
                "UPDATE cases_escalation SET answered_by_id = taken_by_id WHERE answered_at IS NOT NULL",
                "SET CONSTRAINTS ALL IMMEDIATE",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='escalation_answered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at', None), ('taken_at__isnull', False), _connector='OR'), name='escalation_taken_before_it_is_answered'),
        ),
    ]
