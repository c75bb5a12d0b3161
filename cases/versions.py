"""Which version of a case an open page shows, and whether the case moved on since (CASE-8)."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

LONGEST = 9
"""Digits of a version."""


def seen_by(request: HttpRequest) -> int | None:
    """The version that the page showed from which this one was asked for."""
    text = request.POST.get("version") or request.GET.get("since", "")
    return read_version(text.partition("-")[0])


def read_version(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None


def answer_version(request: HttpRequest, version: str) -> HttpResponse:
    """204 with the new tag, or 304 while it is the one that the page knows."""
    tag = f'"{version}"'
    known = tag in parse_etags(request.headers.get("If-None-Match", ""))
    return HttpResponse(status=304 if known else 204, headers={"ETag": tag})
