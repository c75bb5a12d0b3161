"""Mails to system admins whose proof of a domain is in danger, or over."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.access import system_admins
from orgs.models import EmailDomain
from orgs.notifications.base import active, compose
from portal import emails, outbox

KIND = "orgs.domain"


def tell_domain(domain: EmailDomain, *, is_lost: bool) -> None:
    state, day = "lost" if is_lost else "missing", timezone.now().date()
    for admin in system_admins(domain.organization):
        outbox.enqueue(
            KIND,
            key=f"{KIND}:{domain.pk}:{state}:{day}:{admin.pk}",
            payload={"domain": domain.pk, "recipient": admin.pk, "is_lost": is_lost},
        )


@emails.renders(KIND)
def render_domain(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None once the record is back, the domain is gone, or the recipient no system admin."""
    rows = EmailDomain.objects.select_related("organization")
    domain, recipient = rows.filter(pk=payload["domain"]).first(), active(payload["recipient"])
    if domain is None or recipient is None or not _is_so(domain, payload["is_lost"]):
        return None
    if recipient not in system_admins(domain.organization):
        return None
    context = {
        "domain": domain,
        "organization": domain.organization,
        "is_lost": payload["is_lost"],
        "action_url": emails.absolute(reverse("orgs:sign-in", args=[domain.organization.slug])),
        "action_label": _("Look at the record"),
    }
    return compose("domain", recipient, context)


def _is_so(domain: EmailDomain, is_lost: bool) -> bool:
    return domain.proved_at is None if is_lost else domain.missing_since is not None
