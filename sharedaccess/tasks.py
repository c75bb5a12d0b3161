"""What time does to shared access: it expires, and is looked at again each quarter."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from orgs.models import ProductAccount
from sharedaccess import actions, notifications
from sharedaccess.models import Grant

BATCH = 500


@shared_task
def end_expired_grants() -> None:
    """Rights end by the clock; this ends what hung on them."""
    for grant in Grant.objects.overdue().order_by("expires_at")[:BATCH]:
        actions.end_expired_grant(grant=grant)


@shared_task
def remind_owners() -> None:
    """Ask each owner once a quarter to look at what was shared before the quarter began.

    Run daily, so that a day on which no worker ran is made up for; twice is once.
    """
    today = timezone.now().date()
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    for owners in _owners(shared_before=datetime.combine(quarter, time.min, UTC)):
        with transaction.atomic():
            notifications.ask_for_review(owners, quarter)


def _owners(*, shared_before: datetime) -> Iterator[list[int]]:
    """The owners of active grants, batch by batch along the index of linked users."""
    shared = Grant.objects.active().filter(
        organization__account=OuterRef("pk"), granted_at__lt=shared_before
    )
    accounts = ProductAccount.objects.filter(Exists(shared), user__is_active=True)
    last = 0
    while True:
        rows = accounts.filter(user__gt=last).order_by("user_id").values_list("user_id", flat=True)
        if not (owners := [pk for pk in rows[:BATCH] if pk is not None]):
            return
        yield owners
        last = owners[-1]
