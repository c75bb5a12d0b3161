"""The links in mails that end them with one click (NOTE-4, RFC 8058)."""

from typing import NamedTuple

from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from portal import emails

_signer = Signer(salt="cases.unsubscribe")


class Subscription(NamedTuple):
    """What a link ends: `noun` says of which kind, the primary keys say which one."""

    noun: str
    keys: tuple[int, ...]


def stop_url(noun: str, *keys: int) -> str:
    """The link that ends it, without signing in: the signature is the proof."""
    token = _signer.sign(".".join([noun, *map(str, keys)]))
    return emails.absolute(reverse("cases:unsubscribe", args=[token]))


def read_token(token: str) -> Subscription | None:
    """None if the token is not ours."""
    try:
        noun, *keys = _signer.unsign(token).split(".")
    except BadSignature:
        return None
    return Subscription(noun, tuple(map(int, keys)))


def make_stoppable(mail: EmailMultiAlternatives, url: str) -> None:
    """Let the mail program offer its own button."""
    mail.extra_headers["List-Unsubscribe"] = f"<{url}>"
    mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
