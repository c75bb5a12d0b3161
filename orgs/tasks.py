"""What the days bring to customers' contracts, and what owners wait for."""

from celery import shared_task

from orgs.actions import ask_domains_again, build_export, sweep_exports
from orgs.actions.billing import settle_all
from orgs.sign_ins import record_failure
from portal import audit

LONGEST = 4 * 3600
"""Seconds that packing may take; a worker that is silent for minutes has lost it long before."""


@shared_task
def settle_invoices() -> None:
    """Each day: suspend for what is overdue, restore what was paid (ACCT-4)."""
    settle_all()


@shared_task(time_limit=LONGEST)
def build_data_export(pk: str) -> None:
    """The nudge after somebody asked."""
    build_export(pk)


@shared_task(time_limit=LONGEST)
def sweep_data_exports() -> None:
    """Exports that lost their worker, and those whose time is over."""
    sweep_exports()


@shared_task(time_limit=LONGEST)
def prove_domains_again() -> None:
    """Each day: who lost a domain does not go on speaking for it."""
    ask_domains_again()


@shared_task
def note_failed_sign_in(pk: int, address: str | None) -> None:
    """Of nobody, for an address without an account."""
    known = audit.address.set(address)
    try:
        record_failure(pk)
    finally:
        audit.address.reset(known)
