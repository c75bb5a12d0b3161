"""Redis is down: people sign in and work, and the probe tells of it."""

import pytest

from cases.models import Comment
from portal.models import AuditEntry

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def no_redis(settings):
    settings.REDIS_URL = NOWHERE
    settings.CACHES = {
        "default": {"BACKEND": "portal.cache.ForgivingRedisCache", "LOCATION": NOWHERE}
    }
    settings.ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip"}


@pytest.mark.rule("NOTE-3")
def test_people_sign_in_and_comment_while_redis_is_down(cast, client, no_redis):
    answer = client.post("/accounts/login/", {"login": cast.sue.email, "password": "guichet-demo"})
    assert answer.status_code == 302

    client.post(f"/o/acme/cases/{cast.case.number}/comments/", {"body": "Still here."})

    assert Comment.objects.filter(case=cast.case, body="Still here.").exists()


def test_the_probe_tells_that_redis_is_down(db, client, no_redis):
    assert client.get("/readyz").json() == {"database": True, "redis": False}


@pytest.mark.parametrize(
    ("proxies", "recorded"), [(0, "10.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9")]
)
@pytest.mark.rule("ROLE-10")
def test_the_audit_log_knows_the_client_behind_the_proxies(
    cast, client, settings, proxies, recorded
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client.force_login(cast.max)

    client.post(
        "/o/acme/administrators/",
        REMOTE_ADDR="10.0.0.1",
        HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7",
    )

    assert AuditEntry.objects.latest("at").address == recorded
