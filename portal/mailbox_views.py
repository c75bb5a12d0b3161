"""The local mailbox, so that a newcomer sees the mails (only with DEBUG)."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portal import mailbox

LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self';"
    " sandbox allow-top-navigation-by-user-activation"
)
LINKS_LEAVE_THE_FRAME = '<head><base target="_top">'


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    mails = [_describe(stem, message) for stem, message in mailbox.newest()]
    return render(request, "portal/mailbox.html", {"mails": mails})


@login_not_required
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def mail(request: HttpRequest, stem: str) -> HttpResponse:
    message = _find(stem)
    context = {
        "mail": _describe(stem, message),
        "text": _part(message, "plain"),
        "has_html": bool(_part(message, "html")),
    }
    return render(request, "portal/mail.html", context)


@login_not_required
@require_safe
@xframe_options_sameorigin
def html(request: HttpRequest, stem: str) -> HttpResponse:
    """The HTML part alone, in a frame that runs nothing and whose links lead out of it."""
    letter = _part(_find(stem), "html").replace("<head>", LINKS_LEAVE_THE_FRAME, 1)
    return HttpResponse(letter, headers={"Content-Security-Policy": LETTER_POLICY})


def _find(stem: str) -> EmailMessage:
    message = mailbox.find(stem)
    if message is None:
        raise Http404
    return message


def _describe(stem: str, message: EmailMessage) -> dict[str, Any]:
    written = int(stem.partition("-")[0]) / 1e9
    return {
        "stem": stem,
        "subject": message["Subject"],
        "to": message["To"],
        "sender": message["From"],
        "at": datetime.fromtimestamp(written, UTC),
    }


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()) if body else ""
