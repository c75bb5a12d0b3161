"""Text search that reads "élève" as "eleve": in no language, in English, in French."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

STEMS = {"simple": "simple", "english": "english_stem", "french": "french_stem"}


def configuration(name: str, stems: str) -> migrations.RunSQL:
    """A copy of PostgreSQL's own that takes the accents off before it looks for endings."""
    return migrations.RunSQL(
        f"""
        CREATE TEXT SEARCH CONFIGURATION guichet_{name} (COPY = {name});
        ALTER TEXT SEARCH CONFIGURATION guichet_{name}
        ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {stems};
        """,
        f"DROP TEXT SEARCH CONFIGURATION guichet_{name}",
    )


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_audit_chain")]

    operations = [
        UnaccentExtension(),
        *(configuration(name, stems) for name, stems in STEMS.items()),
    ]
