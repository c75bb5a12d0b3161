"""Measures what has to be quick: `python3 dev.py bench`, on servers of its own; no test."""

import django

django.setup()
