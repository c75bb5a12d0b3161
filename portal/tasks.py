"""Carries what the outbox promises."""

import logging
import time
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from celery import shared_task
from django.core.mail import get_connection

from portal import emails
from portal.models import OutboxMessage

SWEEP_SECONDS = 50
"""A sweep ends before the next one begins; beat starts one each minute."""

BATCH = 1000

logger = logging.getLogger(__name__)


@shared_task
def deliver_messages(keys: list[str]) -> None:
    """The nudge after a transaction: send what it promised."""
    for pk in keys:
        deliver_message(pk)


@shared_task
def sweep_outbox() -> None:
    """Deliver what is due: lost nudges, workers that died, mail servers that came back."""
    OutboxMessage.objects.bury()
    end = time.monotonic() + SWEEP_SECONDS
    due = OutboxMessage.objects.due().order_by("due_at")
    for pk in due.values_list("pk", flat=True)[:BATCH]:
        if time.monotonic() > end:
            break
        deliver_message(str(pk))


@shared_task
def deliver_message(pk: str) -> None:
    """Send one promised mail. Safe to run twice: only the run that wins the claim sends."""
    message = OutboxMessage.objects.claim(pk)
    if message is None:
        return
    try:
        _send(message)
    except Exception as error:
        # Whatever it is, it is this mail's trouble and not that of the next one.
        logger.warning("Mail %s was not sent", message.key, exc_info=True)
        _fail(message, error)


def _send(message: OutboxMessage) -> None:
    """No transaction is open meanwhile: the claim is committed, and the end is one UPDATE."""
    email = emails.render(message.kind, message.payload)
    if email is None:
        message.settle(OutboxMessage.State.DROPPED)
        return
    email.extra_headers["Message-ID"] = message.message_id
    with get_connection() as email.connection:  # closed also when the server refuses us
        email.send()
    message.settle(OutboxMessage.State.SENT)


def _fail(message: OutboxMessage, error: Exception) -> None:
    text = f"{type(error).__name__}: {error}"[:1000]
    if _is_permanent(error):
        message.settle(OutboxMessage.State.FAILED, text)
    else:
        message.postpone(text)


def _is_permanent(error: Exception) -> bool:
    """A 5xx answer to this very mail (RFC 5321): it would be refused again.

    A refused sign-in or greeting says nothing of the mail: that is set right at the server.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, SMTPSenderRefused | SMTPDataError):
        return error.smtp_code >= 500
    return False
