"""What cases are found by, anew: accents no longer part those who type them from those who don't.

The running release goes on with the new column, which has the old one's name. Each table is
rewritten in a transaction of its own, about a minute for 100,000 rows, and cannot be read
meanwhile: a deployment with millions of comments plans for that. A lock that is not to be had
within the lock timeout fails the migration, which may then simply be run again.
"""

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models

OLD = ("simple", "english", "french")
NEW = ("guichet_simple", "guichet_english", "guichet_french", "french")

WEIGHTS = {
    "case": {"A": ["title"], "B": ["description"]},
    "comment": {"C": ["body"]},
    "legacycase": {"A": ["reference", "title"], "B": ["description"]},
}
INDEXES = {"case": "case_search", "comment": "comment_search", "legacycase": "legacy_search"}


def swap(model: str, configs: tuple[str, ...]) -> str:
    parts = [
        f"setweight(to_tsvector('{config}'::regconfig, {_text(columns)}), '{weight}')"
        for weight, columns in WEIGHTS[model].items()
        for config in configs
    ]
    return f"""
        BEGIN;
        SET LOCAL statement_timeout = 0;
        ALTER TABLE cases_{model} DROP COLUMN search, ADD COLUMN search tsvector
        GENERATED ALWAYS AS ({" || ".join(parts)}) STORED;
        CREATE INDEX {INDEXES[model]} ON cases_{model} USING gin (search);
        COMMIT;
    """


def _text(columns: list[str]) -> str:
    return " || ' ' || ".join(f"COALESCE({column}, '')" for column in columns)


def state(model: str) -> migrations.AlterField:
    first, *more = (
        SearchVector(*columns, weight=weight, config=config)
        for weight, columns in WEIGHTS[model].items()
        for config in NEW
    )
    for vector in more:
        first += vector
    field = models.GeneratedField(
        expression=first, output_field=SearchVectorField(), db_persist=True, editable=False
    )
    return migrations.AlterField(model, "search", field)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("cases", "0007_follow_ups_of_their_organization"),
        ("portal", "0004_words_without_accents"),
    ]

    operations = [
        migrations.RunSQL(swap(model, NEW), swap(model, OLD), state_operations=[state(model)])
        for model in WEIGHTS
    ]
