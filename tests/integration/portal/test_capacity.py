"""Over capacity the portal says so honestly, and when to come back."""

import pytest
from django.db import OperationalError, connection


@pytest.fixture
def tired(cast, client):
    """A signed-in client whose lists take the database too long."""
    client.force_login(cast.sue)
    client.raise_request_exception = False

    def refuse(execute, sql, params, many, context):
        if "cases_case" in sql:
            raise OperationalError("canceling statement due to statement timeout")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield client


@pytest.mark.parametrize("path", ["/o/acme/cases/", "/api/v1/organizations/acme/cases"])
def test_a_database_that_takes_too_long_is_told_as_busy(tired, path):
    response = tired.get(path)

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "timeout" not in response.text
