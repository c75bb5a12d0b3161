"""What articles are found by, anew: a quote, a dash or a narrow space no longer sticks to its word."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models
from django.db.models import F, Func

CONFIGS = ("guichet_simple", "guichet_english", "guichet_french", "french")


def search() -> models.GeneratedField:
    first, *more = (
        SearchVector(
            Func(F(column), function="guichet_words", output_field=models.TextField()),
            weight=weight,
            config=config,
        )
        for weight, column in (("A", "title"), ("C", "body"))
        for config in CONFIGS
    )
    for vector in more:
        first += vector
    return models.GeneratedField(
        expression=first, output_field=SearchVectorField(), db_persist=True, editable=False
    )


# A table is rewritten: longer than a statement of ours may take otherwise.
UNLIMITED = migrations.RunSQL("SET LOCAL statement_timeout = 0", "SET LOCAL statement_timeout = 0")


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0005_articles_as_pages"),
        ("portal", "0008_words_between_signs"),
    ]

    operations = [
        UNLIMITED,
        migrations.RemoveIndex("article", "article_search"),
        migrations.RemoveField("article", "search"),
        migrations.AddField("article", "search", search()),
        migrations.AddIndex("article", GinIndex("search", name="article_search")),
        UNLIMITED,
    ]
