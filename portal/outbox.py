"""The one place where a mail is promised."""

from typing import Any

from django.db import transaction

from portal.models import OutboxMessage


def enqueue(kind: str, *, key: str, payload: dict[str, Any], reference: str = "") -> None:
    """Promise one mail, in the caller's transaction.

    `key` names the promise: the same key twice is one promise (NOTE-2). `payload` holds ids,
    never text: the mail is rendered, and the right to read it checked, when it is sent.
    `reference` groups the promises of one thing, for those who look after delivery.
    """
    message = OutboxMessage(kind=kind, key=key, payload=payload, reference=reference)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    transaction.on_commit(lambda: _nudge(str(message.pk)), robust=True)


def _nudge(pk: str) -> None:
    """Wake a worker. With the broker down this fails, and the sweep delivers later."""
    from portal.tasks import deliver_message  # noqa: PLC0415 - tasks need the app to be ready

    deliver_message.delay(pk)
