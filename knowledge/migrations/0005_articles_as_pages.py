from django.db import migrations, models

# What stands there is what was said first.
FIRST_VERSIONS = """
    INSERT INTO knowledge_articleversion (article_id, number, title, body, written_at)
    SELECT id, 1, title, body, updated_at FROM knowledge_article AS article
    WHERE NOT EXISTS (
        SELECT FROM knowledge_articleversion AS version WHERE version.article_id = article.id
    )
"""


class Migration(migrations.Migration):
    dependencies = [
        ('knowledge', '0004_hotline_advice_and_event_changes'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='articleimage',
            options={'ordering': ['description', 'id'], 'verbose_name': 'image', 'verbose_name_plural': 'images'},
        ),
        migrations.AddField(
            model_name='article',
            name='helped',
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name='helped'),
        ),
        migrations.AddField(
            model_name='articleimage',
            name='description',
            field=models.CharField(default='', help_text='What it shows, for those who cannot see it.', max_length=200, verbose_name='description'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='articleimage',
            name='height',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='height'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='articleimage',
            name='width',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='width'),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['language', '-updated_at', '-id'], name='article_newest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['language', '-helped', '-id'], name='article_most_helpful'),
        ),
        migrations.RunSQL(FIRST_VERSIONS, migrations.RunSQL.noop),
    ]
