"""What the days bring to customers' contracts."""

from celery import shared_task

from orgs.actions.billing import settle_all


@shared_task
def settle_invoices() -> None:
    """Each day: suspend for what is overdue, restore what was paid (ACCT-4)."""
    settle_all()
