"""Each day the DNS is asked again who controls an e-mail domain."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from orgs import notifications
from orgs.actions.base import lock
from orgs.domains import NotProvedError, UnansweredError, demand_proof
from orgs.models import EmailDomain
from portal import audit

PATIENCE = timedelta(days=7)
"""How long a record may be gone: people move their name servers."""


def ask_domains_again() -> None:
    proved = EmailDomain.objects.filter(proved_at__isnull=False).order_by("pk")
    for domain in proved.select_related("organization").iterator():
        ask_again(domain=domain)


def ask_again(*, domain: EmailDomain) -> None:
    """Name servers that are silent change nothing; a record that stays away ends the proof."""
    try:
        demand_proof(domain)
    except UnansweredError:
        return
    except NotProvedError:
        _miss(domain)
    else:
        missed = EmailDomain.objects.filter(pk=domain.pk, missing_since__isnull=False)
        missed.update(missing_since=None)


@transaction.atomic
def _miss(domain: EmailDomain) -> None:
    lock(domain.organization)
    rows = EmailDomain.objects.filter(pk=domain.pk, proved_at__isnull=False)
    now, fresh = timezone.now(), rows.first()
    if fresh is None:
        return
    if fresh.missing_since is None:
        rows.update(missing_since=now)
        notifications.tell_domain(domain, is_lost=False)
    elif now - fresh.missing_since >= PATIENCE:
        rows.update(proved_at=None, missing_since=None)
        audit.record(
            actor=None,
            verb="domain.lost",
            target=domain.name,
            organization_id=domain.organization_id,
        )
        notifications.tell_domain(domain, is_lost=True)
