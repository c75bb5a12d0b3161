"""Programs at the second front."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from orgs.models import ApiToken


@pytest.fixture
def noon(time_machine):
    """Today at twelve, and the time stands: a token is dated by it, and judged by the database's
    own clock."""
    today = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    time_machine.move_to(today, tick=False)
    return time_machine


@pytest.fixture
def program(cast):
    """A client with a fresh token of a person of the cast: `program("sue")`."""

    def sign_in(name, scope=ApiToken.Scope.WRITE, expires_in=timedelta(days=1)):
        user = getattr(cast, name)
        _row, secret = ApiToken.objects.issue(
            user=user, name="test", scope=scope, expires_at=timezone.now() + expires_in
        )
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return sign_in
