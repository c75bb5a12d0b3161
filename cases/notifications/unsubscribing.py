"""The links in mails that end them with one click (NOTE-4)."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from cases.models import Watcher
from portal import emails

unsubscribe_signer = Signer(salt="cases.unsubscribe")


def find_watcher(token: str) -> int | None:
    """Whose watch the link in a mail ends: the primary key; None if the token is not ours."""
    try:
        return int(unsubscribe_signer.unsign(token))
    except (BadSignature, ValueError):
        return None


def unsubscribe_url(watcher: Watcher) -> str:
    token = unsubscribe_signer.sign(str(watcher.pk))
    return emails.absolute(reverse("cases:unsubscribe", args=[token]))
