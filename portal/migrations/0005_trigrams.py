"""Search that forgives a letter too many, too few or in the wrong place."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_words_without_accents")]

    operations = [TrigramExtension()]
