"""Who knocks in vain stands in the log of the person's organizations, and cannot fill it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.models import AuditEntry
from tests.factories import MembershipFactory

FAILED = "sign_in.failed"


def knock(client, email, password="wrong"):
    return client.post("/accounts/login/", {"login": email, "password": password})


@pytest.mark.rule("ROLE-10")
def test_a_failed_sign_in_is_in_the_log_of_each_organization(
    cast, client, django_capture_on_commit_callbacks
):
    MembershipFactory(user=cast.sue, organization=cast.globex)

    with django_capture_on_commit_callbacks(execute=True):
        knock(client, cast.sue.email)

    entries = AuditEntry.objects.filter(verb=FAILED).order_by("organization_id")
    assert [entry.organization_id for entry in entries] == [cast.acme.pk, cast.globex.pk]
    assert {(entry.actor, entry.target, entry.address) for entry in entries} == {
        (None, cast.sue.email, "127.0.0.1")
    }


@pytest.mark.rule("ID-2")
def test_an_address_without_an_account_leaves_no_line_and_no_other_answer(
    cast, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True) as known:
        one = knock(client, cast.sue.email)
    with django_capture_on_commit_callbacks(execute=True) as unknown:
        other = knock(client, "nobody@example.com")

    assert len(known) == len(unknown) == 1
    assert AuditEntry.objects.filter(verb=FAILED).count() == 1
    assert one.status_code == other.status_code
    assert one.context["form"].errors == other.context["form"].errors


def test_a_flood_leaves_one_line_in_ten_minutes_and_its_number_in_the_next(
    cast, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for _try in range(4):
            knock(client, cast.sue.email)
    first = AuditEntry.objects.get(verb=FAILED)
    assert first.after == {"tries": 1}

    later = timezone.now() + timedelta(minutes=11)
    with time_machine.travel(later), django_capture_on_commit_callbacks(execute=True):
        knock(client, cast.sue.email)

    last = AuditEntry.objects.filter(verb=FAILED).latest("sequence")
    assert last.after == {"tries": 4}
    client.force_login(cast.olga)
    page = client.get("/o/acme/audit/?what=sign-in").text
    assert "Sign-in failed" in page
    assert "4 tries" in page
