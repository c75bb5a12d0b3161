"""The one place where a mail is promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.models import OutboxMessage
from portal.tasks import deliver_messages


@dataclass(frozen=True)
class Promise:
    """One mail to be sent.

    `key` names the promise: the same key twice is one promise (NOTE-2). `payload` holds ids, never
    text: the mail is rendered, and the right to read it checked, when it is sent. `reference`
    groups the promises of one thing, for those who look after delivery. With `due_at` it is sent
    then, not at once.
    """

    kind: str
    key: str
    payload: dict[str, Any]
    reference: str = ""
    due_at: datetime | None = None

    @property
    def is_due(self) -> bool:
        return self.due_at is None or self.due_at <= timezone.now()


def enqueue(kind: str, *, key: str, payload: dict[str, Any], reference: str = "") -> None:
    """Promise one mail, in the caller's transaction."""
    enqueue_all([Promise(kind, key, payload, reference)])


def enqueue_all(promises: Iterable[Promise]) -> None:
    """Promise several at once, in the caller's transaction; after it one nudge for what is due."""
    made = [(promise, _message(promise)) for promise in promises]
    messages = [message for _promise, message in made]
    if messages:
        OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)
    if keys := [str(message.pk) for promise, message in made if promise.is_due]:
        transaction.on_commit(lambda: _nudge(keys), robust=True)


def begun(keys: Iterable[str]) -> set[str]:
    """Which of these promises a worker has taken up already: nothing can be added to their mail."""
    rows = OutboxMessage.objects.filter(key__in=list(keys))
    untouched = {"state": OutboxMessage.State.PENDING, "attempts": 0}
    return set(rows.exclude(**untouched).values_list("key", flat=True))


def _message(promise: Promise) -> OutboxMessage:
    when = {"due_at": promise.due_at} if promise.due_at else {}
    return OutboxMessage(
        kind=promise.kind,
        key=promise.key,
        payload=promise.payload,
        reference=promise.reference,
        **when,
    )


def _nudge(keys: list[str]) -> None:
    """Wake a worker. With the broker down this fails, and the sweep delivers later."""
    deliver_messages.delay(keys)
