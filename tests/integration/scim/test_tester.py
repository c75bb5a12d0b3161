"""An independent examiner of SCIM servers speaks with the whole application."""

from typing import Annotated

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from pydantic import Field
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_models import Group, Required, ScimProvider, Uniqueness
from scim2_tester import Status, check_server

from orgs.scim.resources import TYPES, User

FINE = {Status.SUCCESS, Status.SKIPPED, Status.COMPLIANT}
TAKEN_AS_SAID = {"PATCH modify() did not remove attribute 'active'"}
"""Everybody is active or not: without a word about it, they stay as they are."""


class Employee(User):
    """As we publish it, with addresses of the proved domain to choose from."""

    user_name: Annotated[str | None, Required.true, Uniqueness.server] = Field(
        None, examples=[f"person-{n}@acme.example.com" for n in range(5000)]
    )


@pytest.fixture
def same_connection():
    """The application runs in the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("same_connection")
def test_the_examiner_finds_nothing_to_mend(directory, settings):
    client = WSGISCIMClient(
        WSGIHandler(),
        base_url=f"{settings.SITE_URL}/scim/v2/acme",
        headers={"Authorization": f"Bearer {directory.secret}"},
        provider=ScimProvider((Employee, Group), TYPES),
    )

    results = check_server(client, resource_types=["User"])

    wrong = {one.reason for one in results if one.status not in FINE}
    assert len(results) > 20
    assert wrong <= TAKEN_AS_SAID
