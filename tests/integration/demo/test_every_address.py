"""Every page of the resolver answers its visitor, whatever else may be wrong with it."""

import pytest

from tests import urls

FAULTS = range(500, 600)


@pytest.fixture(scope="module")
def stops(loaded, django_db_blocker):
    with django_db_blocker.unblock():
        urls.furnish(loaded)
        return list(urls.stops())


def test_no_page_breaks(demo, stops):
    clients = {person: urls.visitor(demo, person) for person in {stop.person for stop in stops}}

    statuses = {stop: clients[stop.person].get(stop.path).status_code for stop in stops}

    broken = [stop for stop, status in statuses.items() if status in FAULTS]
    assert broken == []
