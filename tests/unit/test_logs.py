"""Logs tell what happened, and nothing that lets somebody in."""

import pytest
import structlog

from portal.logs import tidy


@pytest.mark.parametrize(
    ("request_line", "logged"),
    [
        ("GET /accounts/confirm-email/MTE:1xUgx5:hpj/", "GET /accounts/confirm-email/…/"),
        ("POST /unsubscribe/17:abcdef/", "POST /unsubscribe/…/"),
        ("GET /o/acme/cases/E-000000017/", "GET /o/acme/cases/E-000000017/"),
    ],
)
def test_a_secret_in_an_address_stays_out_of_the_logs(request_line, logged):
    assert tidy(None, "info", {"request": request_line}) == {"request": logged}


def test_probes_make_no_noise():
    with pytest.raises(structlog.DropEvent):
        tidy(None, "info", {"request": "GET /healthz"})
