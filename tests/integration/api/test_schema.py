"""The description of the API is whole, and true."""

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.wsgi import application

SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/schema", application)
CHECKS = (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)


def test_the_schema_is_valid_and_nothing_was_guessed(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))


def test_the_schema_is_of_openapi_3_1():
    assert SCHEMA.raw_schema["openapi"].startswith("3.1")


@pytest.fixture
def one_connection():
    """The test's transaction outlives each request, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@SCHEMA.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_asked_the_answer_is_as_described(case, cast, program, one_connection):
    if "org" in case.path_parameters:
        case.path_parameters["org"] = "acme"
    if "number" in case.path_parameters:
        case.path_parameters["number"] = cast.case.number
    if isinstance(case.body, dict) and "product" in case.body:
        case.body["product"] = cast.product.pk
    token = program("sue")._credentials["HTTP_AUTHORIZATION"]

    case.call_and_validate(headers={"Authorization": token}, checks=CHECKS)
