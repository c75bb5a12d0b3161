"""What mails about the people of an organization share: who hears, and where the mail leads."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orgs.access import system_admins
from orgs.models import Organization, User
from orgs.notifications.preferences import stop_by_button, stop_news_url, wanting_news
from portal import emails


def hearers(organization: Organization, person: User, *, by: User | None) -> list[User]:
    """The person and the system admins: each once, as far as they want to hear, and never the
    author (NOTE-2, NOTE-6)."""
    people = {user.pk: user for user in [person, *system_admins(organization)]}
    return wanting_news((user for user in people.values() if user != by), concerned=person)


def may_hear(recipient: User, person: User, organization: Organization) -> bool:
    return recipient == person or recipient in system_admins(organization)


def load(payload: dict[str, Any]) -> tuple[Organization, User | None, User | None]:
    organization = Organization.objects.get(pk=payload["organization"])
    return organization, active(payload["person"]), active(payload["recipient"])


def active(pk: int) -> User | None:
    return User.objects.filter(pk=pk, is_active=True).first()


def action(organization: Organization, is_own: bool) -> dict[str, Any]:
    """The person goes to the organization, a system admin to its administrators."""
    name = "sharedaccess:organization" if is_own else "orgs:administrators"
    label = _("Open the organization") if is_own else _("See the administrators")
    path = reverse(name, args=[organization.slug])
    return {"action_url": emails.absolute(path), "action_label": label}


def news(name: str, recipient: User, context: dict[str, Any]) -> EmailMultiAlternatives:
    """What one may turn off, unless it is about oneself."""
    if context["is_own"]:
        return compose(name, recipient, context)
    mail = compose(name, recipient, context | {"unsubscribe_url": stop_news_url(recipient)})
    return stop_by_button(mail, recipient)


def compose(name: str, recipient: User, context: dict[str, Any]) -> EmailMultiAlternatives:
    return emails.compose(
        name,
        to=recipient.email,
        context={"recipient": recipient, **context},
        language=recipient.language_or_default,
        time_zone=recipient.time_zone_or_default,
    )
