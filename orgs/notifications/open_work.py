"""Mails about what somebody who left leaves to others."""

import uuid
from typing import Any

from django.core.mail import EmailMultiAlternatives

from orgs import endings
from orgs.access import system_admins
from orgs.models import Organization, User
from orgs.notifications.base import action, compose, load
from portal import emails, outbox

KIND = "orgs.open_work"


def tell_of_open_work(person: User, organization: Organization) -> None:
    """Tell the system admins what is left over, if anything is."""
    if not endings.open_work(user=person, organization=organization):
        return
    departure = uuid.uuid4()
    for admin in system_admins(organization):
        outbox.enqueue(
            KIND,
            key=f"{KIND}:{departure}:{admin.pk}",
            payload={
                "organization": organization.pk,
                "person": person.pk,
                "recipient": admin.pk,
            },
        )


@emails.renders(KIND)
def render_open_work(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """As it is now; None once nothing is left, or the recipient is no system admin any more."""
    organization, person, recipient = load(payload)
    if person is None or recipient is None or recipient not in system_admins(organization):
        return None
    work = endings.open_work(user=person, organization=organization)
    if not work or organization.memberships.filter(user=person).exists():
        return None
    context = {
        "organization": organization,
        "person": person,
        "work": work,
        **action(organization, is_own=False),
    }
    return compose("open_work", recipient, context)
