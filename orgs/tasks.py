"""What the days bring to customers' contracts, and what owners wait for."""

from celery import shared_task

from orgs.actions import build_export, sweep_exports
from orgs.actions.billing import settle_all

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
