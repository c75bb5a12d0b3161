"""How things were: each row says so from a moment on. Nobody changes or deletes one."""

import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models



class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0005_trigrams'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(max_length=16)),
                ('owner', models.BigIntegerField()),
                ('key', models.BigIntegerField()),
                ('since', models.DateTimeField()),
                ('facts', models.JSONField()),
                ('is_over', models.BooleanField()),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'verbose_name': 'history entry',
                'verbose_name_plural': 'history entries',
                'indexes': [models.Index(models.F('noun'), models.F('owner'), models.F('key'), models.F('since'), models.F('id'), name='history_in_order')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='historyentry',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9a613a90b7e29f110a37c095001747cfdd2b9991', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_14243', table='portal_historyentry', when='BEFORE')),
        ),
    ]
