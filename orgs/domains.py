"""Asks the DNS whether an organization controls an e-mail domain."""

import dns.nameserver
import dns.resolver
from django.conf import settings
from django.utils.translation import gettext as _
from dns.exception import DNSException

from orgs.models import EmailDomain

SECONDS = 4


class NotProvedError(Exception):
    """The proof is not there; says what is."""


class UnansweredError(NotProvedError):
    """The name servers are silent, or broken: that says nothing of the proof."""


def resolver() -> dns.resolver.Resolver:
    """Asks the name servers of the settings, or else those of the machine."""
    servers = settings.NAME_SERVERS
    found = dns.resolver.Resolver(configure=not servers)
    if servers:
        found.nameservers = [_server(name) for name in servers]
    found.lifetime = SECONDS
    return found


def demand_proof(domain: EmailDomain, ask: dns.resolver.Resolver | None = None) -> None:
    """Look for the TXT record of the domain. Raises NotProvedError with what to do."""
    try:
        answer = (ask or resolver()).resolve(domain.record_name, "TXT")
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer) as error:
        raise NotProvedError(
            _("There is no TXT record at %(name)s yet. New records can take an hour to be seen.")
            % {"name": domain.record_name}
        ) from error
    except DNSException as error:
        raise UnansweredError(
            _("The name servers of %(name)s do not answer. Try again later.")
            % {"name": domain.name}
        ) from error
    texts = {b"".join(record.strings).decode(errors="replace") for record in answer}
    if domain.record_value not in texts:
        raise NotProvedError(
            _("The TXT record at %(name)s says something else: compare it letter by letter.")
            % {"name": domain.record_name}
        )


def _server(name: str) -> dns.nameserver.Nameserver:
    """`192.0.2.1` or `192.0.2.1:5353`."""
    address, _colon, port = name.partition(":")
    return dns.nameserver.Do53Nameserver(address, int(port or 53))
