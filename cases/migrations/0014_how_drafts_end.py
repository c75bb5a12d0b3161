"""Of each draft that ends, how; so far only those were noted that an article had answered."""

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models


def name_the_way(apps, schema_editor):
    """When they were begun is not known any more."""
    rows = apps.get_model("cases", "EndedDraft").objects
    rows.update(way="article", begun_at=models.F("ended_at"))


def forget_the_others(apps, schema_editor):
    apps.get_model("cases", "EndedDraft").objects.exclude(way="article").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_open_cases_by_index'),
    ]

    operations = [
        migrations.AddField(
            model_name='casedraft',
            name='is_spared',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='casedraft',
            name='suggested',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
        ),
        migrations.RenameModel('SolvedDraft', 'EndedDraft'),
        migrations.AlterModelOptions(
            name='endeddraft',
            options={'verbose_name': 'draft that ended', 'verbose_name_plural': 'drafts that ended'},
        ),
        migrations.RenameField('endeddraft', 'created_at', 'ended_at'),
        migrations.AlterField(
            model_name='endeddraft',
            name='ended_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='ended'),
        ),
        migrations.AddField(
            model_name='endeddraft',
            name='way',
            field=models.CharField(choices=[('submitted', 'case filed'), ('article', 'solved by an article'), ('case', 'another case watched instead'), ('left', 'discarded or expired')], max_length=9, null=True, verbose_name='outcome'),
        ),
        migrations.AddField(
            model_name='endeddraft',
            name='begun_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='begun'),
        ),
        migrations.RunPython(name_the_way, forget_the_others),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.AlterField(
            model_name='endeddraft',
            name='way',
            field=models.CharField(choices=[('submitted', 'case filed'), ('article', 'solved by an article'), ('case', 'another case watched instead'), ('left', 'discarded or expired')], max_length=9, verbose_name='outcome'),
        ),
        migrations.AlterField(
            model_name='endeddraft',
            name='begun_at',
            field=models.DateTimeField(editable=False, verbose_name='begun'),
        ),
        migrations.AddIndex(
            model_name='endeddraft',
            index=models.Index(models.F('begun_at'), name='ended_draft_by_begin'),
        ),
        migrations.AddConstraint(
            model_name='endeddraft',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['submitted', 'article', 'case', 'left'])), name='ended_draft_known_way'),
        ),
    ]
