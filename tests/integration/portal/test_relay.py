"""The relay: promised mails go out although nobody hears the nudges."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command

from portal import emails, outbox
from portal.models import OutboxMessage


@emails.renders("tests.greeting")
def render_greeting(payload):
    return EmailMultiAlternatives("Good morning", "From the relay.", to=[payload["to"]])


@pytest.mark.django_db
def test_the_relay_sends_what_is_promised_once():
    outbox.enqueue("tests.greeting", key="tests:1", payload={"to": "sue@acme.example.com"})

    call_command("relay", once=True)
    call_command("relay", once=True)

    assert [message.to for message in mail.outbox] == [["sue@acme.example.com"]]
    assert OutboxMessage.objects.get().state == OutboxMessage.State.SENT
