"""Carries what the outbox promises."""

from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from celery import shared_task
from django.utils import timezone

from portal import emails
from portal.models import GIVE_UP_AFTER, OutboxMessage

BATCH = 500


@shared_task
def deliver_message(pk: str) -> None:
    """Send one promised mail. Safe to run twice: only the run that wins the claim sends."""
    message = OutboxMessage.objects.claim(pk)
    if message is None:
        return
    try:
        _send(message)
    except Exception as error:
        _fail(message, error)


@shared_task
def sweep_outbox() -> None:
    """Deliver what is due: nudges that the broker lost, workers that died, mail servers that came back."""
    for pk in OutboxMessage.objects.due().order_by("due_at").values_list("pk", flat=True)[:BATCH]:
        deliver_message(str(pk))


def _send(message: OutboxMessage) -> None:
    email = emails.render(message.kind, message.payload)
    if email is None:
        message.settle(OutboxMessage.State.DROPPED)
        return
    email.extra_headers["Message-ID"] = message.message_id
    email.send()
    message.settle(OutboxMessage.State.SENT)


def _fail(message: OutboxMessage, error: Exception) -> None:
    """One failing row never blocks the others: wait and retry for a day, or give up at once."""
    text = f"{type(error).__name__}: {error}"[:1000]
    if _is_permanent(error) or timezone.now() - message.created_at > GIVE_UP_AFTER:
        message.settle(OutboxMessage.State.FAILED, error=text)
    else:
        message.postpone(text)


def _is_permanent(error: Exception) -> bool:
    """A 5xx answer of the mail server (RFC 5321): the same mail would be refused again."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, SMTPSenderRefused | SMTPDataError | SMTPResponseException):
        return error.smtp_code >= 500
    return False
