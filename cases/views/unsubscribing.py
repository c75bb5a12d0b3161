"""The one click in a mail that ends a watch (NOTE-4)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.models import Watcher
from cases.notifications import find_watcher


@csrf_exempt  # the mail program posts it (RFC 8058), and the token is the proof
@login_not_required
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, since programs follow links in mails; POST acts, as often as one likes."""
    if (pk := find_watcher(token)) is None:
        raise Http404
    watcher = Watcher.objects.select_related("user", "case__organization").filter(pk=pk).first()
    if watcher and request.method == "POST":
        actions.unsubscribe(watcher=watcher)
    done = watcher is None or request.method == "POST"
    return render(request, "cases/unsubscribe.html", {"watcher": watcher, "done": done})
