"""A DNS server of our own, and an organization that has proved its domain."""

import pytest
from django.utils import timezone
from dnslib import QTYPE, RR, TXT
from dnslib.server import BaseResolver, DNSServer

from orgs.models import EmailDomain


class Zone(BaseResolver):
    """Answers what the test wrote down: texts by name."""

    def __init__(self):
        self.texts = {}

    def resolve(self, request, handler):
        reply, name = request.reply(), str(request.q.qname).rstrip(".").lower()
        for text in self.texts.get(name, ()):
            reply.add_answer(RR(request.q.qname, QTYPE.TXT, rdata=TXT(text)))
        if name not in self.texts:
            reply.header.rcode = 3  # NXDOMAIN
        return reply


@pytest.fixture
def zone(settings):
    zone = Zone()
    server = DNSServer(zone, address="127.0.0.1", port=0)
    server.start_thread()
    settings.NAME_SERVERS = [f"127.0.0.1:{server.server.server_address[1]}"]
    yield zone
    server.server.shutdown()
    server.server.server_close()


@pytest.fixture
def domain(cast):
    return EmailDomain.objects.create(
        organization=cast.acme, name="acme.example.com", added_by=cast.sam, proved_at=timezone.now()
    )
