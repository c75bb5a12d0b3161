"""Answers open pages that ask whether the case moved on; nothing new costs a few bytes (CASE-8)."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags


def answer_version(request: HttpRequest, version: str) -> HttpResponse:
    """204 with the new tag, or 304 while it is the one that the page knows."""
    tag = f'"{version}"'
    known = tag in parse_etags(request.headers.get("If-None-Match", ""))
    return HttpResponse(status=304 if known else 204, headers={"ETag": tag})
