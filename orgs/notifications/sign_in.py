"""Mails about signing in: allauth asks for them, the outbox carries them."""

import uuid
from datetime import datetime
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from orgs.models import User
from orgs.notifications.letters import LETTERS, Link
from portal import emails, outbox

KIND = "orgs.sign_in"

PAGES = {
    Link.ASK_RESET: "account_reset_password",
    Link.SIGN_UP: "account_signup",
    Link.ACCOUNT: "orgs:account",
}
"""Links that open nothing by themselves."""


def promise_account_mail(template: str, address: str, context: dict[str, Any]) -> None:
    """Promise the mail that allauth calls `template`, such as "account/email/email_confirmation".

    The row holds no key: links that open something are made when the mail is sent. Raises KeyError
    for a mail that nobody has worded.
    """
    user = context.get("user")
    payload = {
        "letter": LETTERS[template] and template,
        "address": address,
        "user": user.pk if user else None,
        "language": translation.get_language(),
        "old": context.get("from_email") or context.get("deleted_email") or "",
        "new": context.get("to_email") or "",
        "origin": _origin(context),
    }
    outbox.enqueue(KIND, key=f"{KIND}:{uuid.uuid4()}", payload=payload)


@emails.renders(KIND)
def render_account_mail(payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """None where the link would open nothing: verified since, or closed to this person."""
    letter, address = LETTERS[payload["letter"]], payload["address"]
    person = Q(pk=payload["user"]) if payload["user"] else Q(email__iexact=address)
    user = User.objects.filter(person, is_active=True).first()
    path = _path(letter.link, user, address)
    if path is None:
        return None
    context = {
        "heading": letter.heading,
        "sentence": lambda: letter.sentence % payload,
        "origin": payload["origin"],
        "at": datetime.fromisoformat(payload["origin"]["at"]) if payload["origin"] else None,
        "action_url": emails.absolute(path),
        "action_label": letter.label,
    }
    return emails.compose(
        "sign_in",
        to=address,
        context=context,
        language=(user and user.language) or payload["language"],
        time_zone=user.time_zone_or_default if user else "UTC",
    )


def _origin(context: dict[str, Any]) -> dict[str, str]:
    """When and whence, for notices of a change."""
    if "ip" not in context:
        return {}
    at, browser = context["timestamp"].isoformat(), context["user_agent"]
    return {"at": at, "ip": context["ip"], "browser": browser[:200]}


def _path(link: Link, user: User | None, address: str) -> str | None:
    if link in PAGES:
        return reverse(PAGES[link])
    if user is None:
        return None
    if link == Link.RESET:
        key = account_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
        return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    unproved = EmailAddress.objects.filter(user=user, email__iexact=address, verified=False)
    row = unproved.first()
    return row and reverse("account_confirm_email", args=[EmailConfirmationHMAC(row).key])
