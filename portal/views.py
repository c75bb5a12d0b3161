"""The front door, the health of the house, and what is shown when something is not there."""

import sys
from typing import Any

import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_POST, require_safe

from portal.problems import PROBLEM_TYPE, TooMany, Unprocessable, problem_details, problem_page


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Anonymous visitors see what this is; users go where they were last."""
    if not request.user.is_authenticated:
        return render(request, "portal/home.html")
    return redirect("sharedaccess:entrance")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """PostgreSQL answers. Redis is told of, but the portal serves without it."""
    return JsonResponse({"database": _answers(_ask_database), "redis": _answers(_ask_redis)})


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Django's switch, which sets a cookie; a user's choice stays on the account too (USE-1)."""
    language = request.POST.get("language")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        get_user_model().objects.filter(pk=request.user.pk).update(language=language)
    return i18n.set_language(request)


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping()


def _answers(ask: Any) -> bool:
    try:
        ask()
    except Exception:  # noqa: BLE001 - whatever it is, it does not answer
        return False
    return True


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/422.html", {"problem": Unprocessable()}, status=400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without our proof: mostly an old page, seldom a forger. The page helps the former."""
    return render(request, "errors/csrf.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same bytes for what never existed and for what may not be known of."""
    return render(request, "errors/404.html", status=404)


def not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Who goes back, or types the address of a form, is told where they are."""
    page = render(request, "errors/405.html", status=405)
    page["Allow"] = response["Allow"]
    return page


def too_many(request: HttpRequest) -> HttpResponse:
    """allauth's limits; they count over five minutes at the most (ID-6)."""
    return problem_page(request, TooMany(_("You have tried this often."), wait=300))


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context processors: the database may be what failed.

    A database that is away, or that a statement or a lock kept too long, is over capacity and not
    a fault of ours: 503, with the time after which to try again.
    """
    busy = isinstance(sys.exc_info()[1], OperationalError)
    status, code = (503, "busy") if busy else (500, "fault")
    response: HttpResponse
    if request.path.startswith("/api/"):
        body = problem_details(status, "", code)
        response = JsonResponse(body, status=status, content_type=PROBLEM_TYPE)
    else:
        with translation.override(_language(request)):
            page = loader.get_template(f"errors/{status}.html").render()
        response = HttpResponse(page, status=status)
    if busy:
        response["Retry-After"] = "30"
    return response


def _language(request: HttpRequest) -> str:
    """The person's, where it could still be read; else the browser's, which needs no database."""
    return getattr(request, "LANGUAGE_CODE", "") or translation.get_language_from_request(request)
