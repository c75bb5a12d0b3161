"""The description of the API is whole, and true."""

import pytest
from django.core.management import call_command


@pytest.mark.rule("API-2")
def test_the_schema_is_valid_and_nothing_was_guessed(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))
