"""The one place where a mail is promised."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from portal.models import OutboxMessage
from portal.tasks import deliver_messages


@dataclass(frozen=True)
class Promise:
    """One mail to be sent.

    `key` names the promise: the same key twice is one promise (NOTE-2). `payload` holds ids, never
    text: the mail is rendered, and the right to read it checked, when it is sent. `reference`
    groups the promises of one thing, for those who look after delivery.
    """

    kind: str
    key: str
    payload: dict[str, Any]
    reference: str = ""


def enqueue(kind: str, *, key: str, payload: dict[str, Any], reference: str = "") -> None:
    """Promise one mail, in the caller's transaction."""
    enqueue_all([Promise(kind, key, payload, reference)])


def enqueue_all(promises: Iterable[Promise]) -> None:
    """Promise several at once, in the caller's transaction; after it one nudge for all of them."""
    messages = [OutboxMessage(**asdict(promise)) for promise in promises]
    if not messages:
        return
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)
    keys = [str(message.pk) for message in messages]
    transaction.on_commit(lambda: _nudge(keys), robust=True)


def _nudge(keys: list[str]) -> None:
    """Wake a worker. With the broker down this fails, and the sweep delivers later."""
    deliver_messages.delay(keys)
