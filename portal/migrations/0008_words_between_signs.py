"""Words end at the signs around them: PostgreSQL takes what is not ASCII for letters.

Under the plain locale that we ask for, its parser reads “l’accès” as one word, quotes and all, and
French puts narrow spaces before its colons. `guichet_words` puts a space in place of such signs.
"""

from django.db import migrations

SIGNS = r"[\u00A0-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7\u2000-\u206F\u20A0-\u20CF\u2122\u2190-\u2BFF\u3000-\u303F]"


class Migration(migrations.Migration):
    dependencies = [("portal", "0007_anonymized")]

    operations = [
        migrations.RunSQL(
            f"""
            CREATE FUNCTION guichet_words(text) RETURNS text
            LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT
            AS $$ SELECT regexp_replace($1, '{SIGNS}', ' ', 'g') $$
            """,
            "DROP FUNCTION guichet_words(text)",
        )
    ]
