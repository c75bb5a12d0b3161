"""Refusals: 403, 409 and 422, as pages and as RFC 9457 problem details."""

from http import HTTPStatus
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

PROBLEM_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """An action that will not be done: what is wrong, and who can help.

    `code` is stable, for programs. `decision` explains itself, where one was made.
    """

    status = 403
    code = "not-allowed"
    title = _("You may not do this")

    def __init__(self, detail: Any = "", *, code: str = "", decision: Any = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.decision = decision
        self.code = code or self.code

    def __str__(self) -> str:
        return str(self.detail or self.title)


class NotAllowed(Problem):
    """The person sees the thing but may not do this with it."""


class Conflict(Problem):
    """The right person at the wrong time."""

    status = 409
    code = "conflict"
    title = _("This is not possible right now")


class Unprocessable(Problem):
    """Content that is refused."""

    status = 422
    code = "invalid"
    title = _("This cannot be accepted")


class PreconditionRequired(Problem):
    """A program that does not say what it saw would overwrite blindly (RFC 6585)."""

    status = 428
    code = "if-match-missing"


class TooMany(Problem):
    """More of it than one person may ask for in a while; `wait` is in seconds."""

    status = 429
    code = "too-many-requests"
    title = _("This is too much at once")

    def __init__(self, detail: Any = "", *, wait: int) -> None:
        super().__init__(detail)
        self.wait = wait

    @property
    def minutes(self) -> int:
        return ceil(self.wait / 60)


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    context = {"problem": problem, "decision": problem.decision}
    page = render(request, f"errors/{problem.status}.html", context, status=problem.status)
    if isinstance(problem, TooMany):
        page["Retry-After"] = str(problem.wait)
    return page


def problem_details(status: int, detail: str, code: str, **extensions: Any) -> dict[str, Any]:
    """The body that the API answers; `code` is stable, for programs."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return body | {"code": code} | extensions
