"""A mail server that obeys, and promises to be kept."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import EmailMultiAlternatives

from devstack.network import free_port
from portal import emails


class MailServer:
    """Takes everything, unless told what to answer to an address instead."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], str]] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.taken.append((envelope.rcpt_tos, envelope.content.decode()))
        return self.answers.get("DATA", "250 OK")


@pytest.fixture
def smtp(settings) -> Iterator[MailServer]:
    """A real SMTP server on this machine; the settings send there."""
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield server
    controller.stop()


@emails.renders("tests.letter")
def render_letter(payload):
    """A letter to the address in the payload; nobody may read it if there is none."""
    if "broken" in payload:
        raise LookupError("The template is broken.")
    if "to" not in payload:
        return None
    return EmailMultiAlternatives("Good morning", "How are you?", to=[payload["to"]])
