"""What cases are found by, anew: a quote, a dash or a narrow space no longer sticks to its word.

As in 0008, each table is rewritten in a transaction of its own, about a minute for 100,000 rows.
"""

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models
from django.db.models import F, Func

CONFIGS = ("guichet_simple", "guichet_english", "guichet_french", "french")
WEIGHTS = {
    "case": {"A": ["title"], "B": ["description"]},
    "comment": {"C": ["body"]},
    "legacycase": {"A": ["reference", "title"], "B": ["description"]},
}
INDEXES = {"case": "case_search", "comment": "comment_search", "legacycase": "legacy_search"}
NEW, OLD = "guichet_words({column})", "{column}"


def swap(model: str, words: str) -> str:
    parts = [
        f"setweight(to_tsvector('{config}'::regconfig, {_text(columns, words)}), '{weight}')"
        for weight, columns in WEIGHTS[model].items()
        for config in CONFIGS
    ]
    return f"""
        BEGIN;
        SET LOCAL statement_timeout = 0;
        ALTER TABLE cases_{model} DROP COLUMN search, ADD COLUMN search tsvector
        GENERATED ALWAYS AS ({" || ".join(parts)}) STORED;
        CREATE INDEX {INDEXES[model]} ON cases_{model} USING gin (search);
        COMMIT;
    """


def _text(columns: list[str], words: str) -> str:
    texts = (words.format(column=column) for column in columns)
    return " || ' ' || ".join(f"COALESCE({text}, '')" for text in texts)


def state(model: str) -> migrations.AlterField:
    first, *more = (
        SearchVector(*_functions(columns), weight=weight, config=config)
        for weight, columns in WEIGHTS[model].items()
        for config in CONFIGS
    )
    for vector in more:
        first += vector
    field = models.GeneratedField(
        expression=first, output_field=SearchVectorField(), db_persist=True, editable=False
    )
    return migrations.AlterField(model, "search", field)


def _functions(columns: list[str]) -> list[Func]:
    text = models.TextField()
    return [Func(F(column), function="guichet_words", output_field=text) for column in columns]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("cases", "0014_how_drafts_end"),
        ("portal", "0008_words_between_signs"),
    ]

    operations = [
        migrations.RunSQL(swap(model, NEW), swap(model, OLD), state_operations=[state(model)])
        for model in WEIGHTS
    ]
