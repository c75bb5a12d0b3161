"""What every request passes: the person's language, zone and address, then refusals as pages."""

from collections.abc import Callable
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseNotFound,
)
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from lxml.etree import XMLSyntaxError

from portal import audit
from portal.problems import Problem, Unprocessable, problem_page
from portal.views import not_allowed, not_found

Handler = Callable[[HttpRequest], HttpResponse]


class PageCompressionMiddleware(GZipMiddleware):
    """Pages leave compressed, padded at random against guessing at secrets (USE-3, BREACH).

    Style sheets and scripts wait compressed on the disk; files of a case are mostly pictures.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


class PersonMiddleware:
    """Speak the person's language in the person's time zone: the account's, then the browser's.

    The browser's is what the cookies say, where a visitor chose (language) or the pages saw it
    (time zone), then its headers (USE-1).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language(request)
        address = audit.address.set(_address(request))
        try:
            with translation.override(language), timezone.override(_time_zone(request)):
                request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
                response = self.get_response(request)
        finally:
            audit.address.reset(address)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class ProblemMiddleware:
    """A refusal raised anywhere in a view becomes its page.

    What is not there has one page too: with DEBUG, Django's own tells developers why, and with it
    strangers what exists.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotFound):
            return not_found(request, Http404())
        if isinstance(response, HttpResponseNotAllowed):
            return not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, XMLSyntaxError):  # the SAML library lets it through
            exception = Unprocessable(_("The answer of the identity provider cannot be read."))
        return problem_page(request, exception) if isinstance(exception, Problem) else None


def _address(request: HttpRequest) -> str | None:
    """The client's, behind as many proxies as the settings say."""
    try:
        return get_adapter(request).get_client_ip(request)
    except (ImproperlyConfigured, PermissionDenied):
        return None


def _language(request: HttpRequest) -> str:
    if request.user.is_authenticated and request.user.language:
        return request.user.language
    return translation.get_language_from_request(request)


def _time_zone(request: HttpRequest) -> ZoneInfo:
    name = request.user.time_zone if request.user.is_authenticated else ""
    try:
        return ZoneInfo(name or unquote(request.COOKIES.get("time_zone", "")))
    except (ValueError, OSError, ZoneInfoNotFoundError):  # whatever a cookie may hold
        return ZoneInfo(settings.TIME_ZONE)
