"""`python3 dev.py bench [ARTICLES]`."""

import sys

from django.core.management import call_command

from bench import suggestions

ARTICLES = 10_000

call_command("migrate", verbosity=0)
suggestions.run(int(sys.argv[1]) if sys.argv[1:] else ARTICLES)
