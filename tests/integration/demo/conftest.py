"""The demo world, loaded once for each module of tests and taken back after it."""

import pytest
from django.db import transaction

from cases.demo import load


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The world by short names; what a test changes in the database is taken back after it."""
    return loaded


@pytest.fixture
def laptop(settings):
    """Where the demo world may be loaded."""
    settings.DEBUG = True
