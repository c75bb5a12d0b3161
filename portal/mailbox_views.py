"""The local mailbox, so that a newcomer sees the mails (only with DEBUG)."""

from email.message import EmailMessage

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from portal import mailbox


@login_not_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/mailbox.html", {"mails": list(mailbox.newest())})


@login_not_required
@require_GET
def mail(request: HttpRequest, stem: str) -> HttpResponse:
    message = _find(stem)
    body = message.get_body(("plain",))
    context = {"stem": stem, "mail": message, "text": body.get_content() if body else ""}
    return render(request, "portal/mail.html", context)


@login_not_required
@require_GET
@xframe_options_sameorigin
def html(request: HttpRequest, stem: str) -> HttpResponse:
    """The HTML part alone, in a frame that runs nothing."""
    body = _find(stem).get_body(("html",))
    response = HttpResponse(body.get_content() if body else "")
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
    )
    return response


def _find(stem: str) -> EmailMessage:
    message = mailbox.find(stem)
    if message is None:
        raise Http404
    return message
