"""`manage.py demo`: once, whole or not at all, and never among real customers."""

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse

from cases.models import Case
from orgs.models import Organization, ProductFamily, User
from tests.factories import OrganizationFactory


def test_the_world_is_not_loaded_where_debug_is_off(db):
    with pytest.raises(CommandError, match="DEBUG=0"):
        call_command("demo")

    assert not Organization.objects.exists()


def test_the_world_is_not_loaded_among_customers(db, laptop):
    OrganizationFactory()

    with pytest.raises(CommandError, match="customers here already"):
        call_command("demo")


def test_a_world_that_cannot_be_finished_leaves_nothing(db, laptop):
    ProductFamily.objects.create(name="Cloud")

    with pytest.raises(IntegrityError, match="productfamily"):
        call_command("demo")

    assert not Organization.objects.exists()
    assert not User.objects.exists()


def test_the_sign_ins_are_printed_as_a_table(capsys):
    call_command("demo", sign_ins=True)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Sign in with the password guichet-demo:"
    assert any(line.split()[0] == "sue@acme.example.com" for line in lines)


def test_the_sign_in_page_without_the_world_lists_nobody(db, laptop, client):
    assert "guichet-demo" not in client.get(reverse("account_login")).text


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_two_databases_hold_the_same_world(laptop):
    call_command("demo")
    first = _world()
    call_command("flush", interactive=False, verbosity=0)
    call_command("demo")

    assert _world() == first


def _world() -> list[tuple[object, ...]]:
    cases = Case.objects.order_by("pk")
    return list(
        cases.values_list(
            "pk", "title", "status", "submission", "requester__email", "comments__body"
        ).order_by("pk", "comments__pk")
    )
