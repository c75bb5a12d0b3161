"""What customers read: languages, versions, pictures, opinions; events, announcements."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import knowledge.models.article
import knowledge.models.event
import uuid
from django.conf import settings
from django.db import migrations, models


def name_readers(apps, schema_editor):
    """A topic of its own for each article that there is; who writes joins the languages."""
    articles = apps.get_model("knowledge", "Article").objects
    articles.update(topic=models.F("slug"))
    articles.filter(is_public=False).update(audience="customers")


def who_is_public(apps, schema_editor):
    articles = apps.get_model("knowledge", "Article").objects
    articles.exclude(audience="public").update(is_public=False)


# A table is rewritten: longer than a statement of ours may take otherwise.
UNLIMITED = migrations.RunSQL("SET LOCAL statement_timeout = 0", "SET LOCAL statement_timeout = 0")


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0002_initial'),
        ('orgs', '0008_provisioning'),
        ('portal', '0005_trigrams'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        UNLIMITED,
        migrations.CreateModel(
            name='EventSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='name in addresses')),
                ('title_en', models.CharField(max_length=200, verbose_name='title, English')),
                ('title_fr', models.CharField(blank=True, max_length=200, verbose_name='title, French')),
                ('text_en', models.TextField(blank=True, help_text='Markdown', verbose_name='text, English')),
                ('text_fr', models.TextField(blank=True, help_text='Markdown', verbose_name='text, French')),
            ],
            options={
                'verbose_name': 'series of events',
                'verbose_name_plural': 'series of events',
                'ordering': ['title_en'],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='name in addresses')),
                ('name_en', models.CharField(max_length=60, verbose_name='name, English')),
                ('name_fr', models.CharField(blank=True, max_length=60, verbose_name='name, French')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['slug'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='audience',
            field=models.CharField(choices=[('public', 'everybody'), ('customers', 'customers only'), ('entitled', 'organizations entitled to one of its products')], default='public', max_length=9, verbose_name='readers'),
        ),
        migrations.AddField(
            model_name='article',
            name='topic',
            field=models.SlugField(default='', help_text='The same in each language of the article.', max_length=120, verbose_name='topic'),
            preserve_default=False,
        ),
        migrations.RunPython(name_readers, who_is_public),
        migrations.RemoveField(
            model_name='article',
            name='is_public',
        ),
        migrations.RemoveField('article', 'search'),
        migrations.AddField(
            model_name='article',
            name='search',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='guichet_simple', weight='A'), '||', django.contrib.postgres.search.SearchVector('title', config='guichet_english', weight='A'), django.contrib.postgres.search.SearchConfig('guichet_simple')), '||', django.contrib.postgres.search.SearchVector('title', config='guichet_french', weight='A'), django.contrib.postgres.search.SearchConfig('guichet_simple')), '||', django.contrib.postgres.search.SearchVector('title', config='french', weight='A'), django.contrib.postgres.search.SearchConfig('guichet_simple')), '||', django.contrib.postgres.search.SearchVector('body', config='guichet_simple', weight='C'), django.contrib.postgres.search.SearchConfig('guichet_simple')), '||', django.contrib.postgres.search.SearchVector('body', config='guichet_english', weight='C'), django.contrib.postgres.search.SearchConfig('guichet_simple')), '||', django.contrib.postgres.search.SearchVector('body', config='guichet_french', weight='C'), django.contrib.postgres.search.SearchConfig('guichet_simple')), '||', django.contrib.postgres.search.SearchVector('body', config='french', weight='C'), django.contrib.postgres.search.SearchConfig('guichet_simple')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('incident', 'Incident'), ('maintenance', 'Maintenance'), ('news', 'News')], max_length=11, verbose_name='kind')),
                ('title_en', models.CharField(max_length=200, verbose_name='title, English')),
                ('title_fr', models.CharField(blank=True, max_length=200, verbose_name='title, French')),
                ('text_en', models.TextField(blank=True, help_text='Markdown', verbose_name='text, English')),
                ('text_fr', models.TextField(blank=True, help_text='Markdown', verbose_name='text, French')),
                ('shown_from', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='shown from')),
                ('shown_until', models.DateTimeField(blank=True, null=True, verbose_name='shown until')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='resolved')),
                ('products', models.ManyToManyField(blank=True, related_name='announcements', to='orgs.product', verbose_name='products')),
            ],
            options={
                'verbose_name': 'announcement',
                'verbose_name_plural': 'announcements',
                'ordering': ['-shown_from', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='AnnouncementUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text_en', models.TextField(help_text='Markdown', verbose_name='text, English')),
                ('text_fr', models.TextField(blank=True, help_text='Markdown', verbose_name='text, French')),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='written')),
                ('announcement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='updates', to='knowledge.announcement')),
            ],
            options={
                'verbose_name': 'update',
                'verbose_name_plural': 'updates',
                'ordering': ['-written_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ArticleImage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.FileField(unique=True, upload_to=knowledge.models.article.image_key, verbose_name='file')),
                ('content_type', models.CharField(editable=False, max_length=40, verbose_name='type')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='images', to='knowledge.article')),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
            },
        ),
        migrations.CreateModel(
            name='ArticleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('body', models.TextField(verbose_name='text')),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='written')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='knowledge.article')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
            ],
            options={
                'verbose_name': 'version of an article',
                'verbose_name_plural': 'versions of articles',
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('subject_en', models.CharField(blank=True, max_length=200, verbose_name='subject, English')),
                ('subject_fr', models.CharField(blank=True, max_length=200, verbose_name='subject, French')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('time_zone', models.CharField(max_length=40, validators=[knowledge.models.event.check_zone], verbose_name='time zone')),
                ('registration_url', models.URLField(blank=True, validators=[django.core.validators.URLValidator(schemes=['https'])], verbose_name='registration')),
                ('is_cancelled', models.BooleanField(default=False, verbose_name='cancelled')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='knowledge.eventseries', verbose_name='series')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FruitlessSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=200, verbose_name='words')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French')], max_length=2, verbose_name='language')),
                ('times', models.PositiveIntegerField(default=1, verbose_name='times')),
                ('last_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='last')),
            ],
            options={
                'verbose_name': 'search without result',
                'verbose_name_plural': 'searches without result',
                'ordering': ['-times', '-last_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('words', 'language'), name='fruitless_search_once_per_language')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_helpful', models.BooleanField(verbose_name='helped')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='words')),
                ('given_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='given')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='knowledge.article', verbose_name='article')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'opinion',
                'verbose_name_plural': 'opinions',
                'ordering': ['-given_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Synonyms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), help_text='Two or more, with commas between them.', size=None, verbose_name='words')),
            ],
            options={
                'verbose_name': 'synonyms',
                'verbose_name_plural': 'synonyms',
                'ordering': ['words'],
                'constraints': [models.CheckConstraint(condition=models.Q(('words__len__gte', 2)), name='synonyms_two_at_least', violation_error_message='Give two words or more.')],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='tags',
            field=models.ManyToManyField(blank=True, related_name='articles', to='knowledge.tag', verbose_name='tags'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(models.F('search'), name='article_search'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(fields=['title'], name='article_title_trigrams', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(fields=('topic', 'language'), name='article_once_per_language', violation_error_message='This article exists in this language.'),
        ),
        migrations.AddIndex(
            model_name='announcement',
            index=models.Index(models.OrderBy(models.F('shown_from'), descending=True), models.OrderBy(models.F('id'), descending=True), name='announcement_newest'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(('shown_until', None), ('shown_until__gt', models.F('shown_from')), _connector='OR'), name='announcement_shown_for_a_while', violation_error_message='It is shown until a time after it begins.'),
        ),
        migrations.AddConstraint(
            model_name='articleversion',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='article_version_unique'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(models.F('ends_at'), models.F('id'), name='event_by_end'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='event_ends_after_it_begins', violation_error_message='An event ends after it begins.'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('article', 'user'), name='opinion_once_per_article_and_user'),
        ),
        UNLIMITED,
    ]
