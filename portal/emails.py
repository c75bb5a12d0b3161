"""Which function writes which mail; the ground calls it without importing it."""

from collections.abc import Callable
from textwrap import fill
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

Renderer = Callable[[dict[str, Any]], EmailMultiAlternatives | None]

WIDTH = 78

_renderers: dict[str, Renderer] = {}


def renders(kind: str) -> Callable[[Renderer], Renderer]:
    """Register what turns a payload of this kind into a mail, or None if nobody may read it."""

    def register(renderer: Renderer) -> Renderer:
        _renderers[kind] = renderer
        return renderer

    return register


def render(kind: str, payload: dict[str, Any]) -> EmailMultiAlternatives | None:
    """The mail of one outbox row. Raises KeyError for a kind that nothing renders."""
    return _renderers[kind](payload)


def absolute(path: str) -> str:
    """A link for a mail: the configured origin, whatever host a request names (NOTE-4)."""
    return settings.SITE_URL + path


def thread_root(noun: str, pk: int) -> str:
    """The message id that stands for a whole thread; no mail has it, all refer to it."""
    return f"<{noun}-{pk}@{settings.SITE_HOST}>"


def compose(
    name: str, *, to: str, context: dict[str, Any], language: str, time_zone: str
) -> EmailMultiAlternatives:
    """A mail from the folder `email/<name>/`, in the reader's language and time zone.

    `to` is an address; `context` feeds subject.txt, body.txt and body.html. Links are made
    absolute with the configured origin only, never with a request's host (NOTE-4).
    """
    context = {"site_url": settings.SITE_URL, "vendor": settings.VENDOR_NAME, **context}
    with translation.override(language), timezone.override(time_zone):
        subject = " ".join(render_to_string(f"email/{name}/subject.txt", context).split())
        mail = EmailMultiAlternatives(
            subject, _wrapped(render_to_string(f"email/{name}/body.txt", context)), to=[to]
        )
        mail.attach_alternative(render_to_string(f"email/{name}/body.html", context), "text/html")
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail


def _wrapped(text: str) -> str:
    """Lines that every reader shows whole; what is indented, quoted or a table stays as it was."""
    lines = (
        line
        if len(line) <= WIDTH or line.startswith((" ", "\t", ">", "|"))
        else fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )
    return "\n".join(lines) + "\n"
