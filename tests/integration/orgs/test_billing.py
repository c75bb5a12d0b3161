"""Unpaid invoices suspend, and their payment restores (ACCT-4)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from orgs.actions.billing import settle_all, settle_invoices
from orgs.models import Entitlement, Invoice, Product
from portal.models import AuditEntry
from tests.factories import EntitlementFactory, InvoiceFactory, today
from tests.races import all_at_once


@pytest.fixture
def entitlement(cast):
    return Entitlement.objects.get(organization=cast.acme, product=cast.product)


def state(entitlement):
    entitlement.refresh_from_db()
    return entitlement.suspended_for


def pay(invoice):
    Invoice.objects.filter(pk=invoice.pk).update(paid_on=today())


@pytest.mark.rule("ACCT-4", "ENT-6")
def test_an_overdue_invoice_takes_its_products_out_of_the_wizard(cast, entitlement):
    InvoiceFactory(organization=cast.acme, products=[cast.product], overdue=True)

    settle_all()

    assert state(entitlement) == "billing"
    assert not Product.objects.supported_for(cast.actor("sue")).exists()


@pytest.mark.rule("ACCT-4")
def test_its_payment_restores_them(cast, entitlement):
    invoice = InvoiceFactory(organization=cast.acme, products=[cast.product], overdue=True)
    settle_all()

    pay(invoice)
    settle_all()

    assert state(entitlement) == ""
    assert Product.objects.supported_for(cast.actor("sue")).exists()


@pytest.mark.rule("ACCT-4")
def test_one_payment_does_not_help_while_another_invoice_is_overdue(cast, entitlement):
    first, second = (
        InvoiceFactory(organization=cast.acme, products=[cast.product], overdue=True)
        for _each in range(2)
    )
    settle_all()

    pay(first)
    settle_all()
    assert state(entitlement) == "billing"

    pay(second)
    settle_all()
    assert state(entitlement) == ""


@pytest.mark.rule("ACCT-4")
@pytest.mark.parametrize("reason", ["licence", "billing"])
def test_what_the_vendor_suspended_by_hand_stays_so(cast, entitlement, reason):
    Entitlement.objects.filter(pk=entitlement.pk).update(suspended_for=reason)
    invoice = InvoiceFactory(organization=cast.acme, products=[cast.product], overdue=True)
    settle_all()

    pay(invoice)
    settle_all()

    assert state(entitlement) == reason


@pytest.mark.rule("ACCT-4")
@pytest.mark.parametrize(
    ("due", "more", "suspends"),
    [
        (0, {}, False),
        (-1, {}, True),
        (-1, {"paid_on": today()}, False),
        (-1, {"is_void": True}, False),
    ],
)
def test_an_invoice_counts_from_the_day_after_it_was_due(cast, entitlement, due, more, suspends):
    day = today() + timedelta(days=due)
    InvoiceFactory(organization=cast.acme, products=[cast.product], due_on=day, **more)

    settle_all()

    assert bool(state(entitlement)) is suspends


def test_other_products_and_other_organizations_are_left_alone(cast, entitlement):
    other = EntitlementFactory(organization=cast.acme)
    InvoiceFactory(organization=cast.globex, products=[cast.product], overdue=True)
    InvoiceFactory(organization=cast.acme, products=[other.product], overdue=True)

    settle_all()

    assert state(entitlement) == ""
    assert state(other) == "billing"


@pytest.mark.rule("ROLE-10")
def test_each_change_stands_in_the_audit_log_once(cast, entitlement):
    invoice = InvoiceFactory(organization=cast.acme, products=[cast.product], overdue=True)
    settle_all()
    settle_all()
    pay(invoice)
    settle_all()

    rows = AuditEntry.objects.filter(organization_id=cast.acme.pk).order_by("pk")
    assert [row.verb for row in rows] == ["entitlement.suspended", "entitlement.restored"]
    assert rows[0].after == {"suspended_for": "billing", "invoice": invoice.number}


def test_what_is_typed_at_the_desk_counts_at_once(cast, entitlement, admin_client):
    invoice = InvoiceFactory(organization=cast.acme, products=[cast.product], overdue=True)
    settle_all()
    url = reverse("admin:orgs_invoice_change", args=[invoice.pk])

    admin_client.post(
        url,
        {
            "number": invoice.number,
            "issued_on": invoice.issued_on,
            "due_on": invoice.due_on,
            "amount": "100",
            "currency": "EUR",
            "products": [cast.product.pk],
            "paid_on": today(),
        },
    )

    assert state(entitlement) == ""


def test_the_vendor_lifts_a_suspension_by_hand(cast, entitlement):
    InvoiceFactory(organization=cast.acme, products=[cast.product], overdue=True)
    settle_all()
    entitlement.refresh_from_db()

    entitlement.suspended_for = ""
    entitlement.full_clean()
    entitlement.save()

    assert entitlement.suspended_by is None


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_suspend_once(cast, entitlement):
    InvoiceFactory(organization=cast.acme, products=[cast.product], overdue=True)

    answers = all_at_once([lambda: settle_invoices(organization=cast.acme)] * 8)

    assert sorted(answers) == [0] * 7 + [1]
    assert AuditEntry.objects.filter(verb="entitlement.suspended").count() == 1
