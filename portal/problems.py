"""Refusals, as pages and as problem details: 403, 404, 409 and 422."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """An action that will not be done: what is wrong, and who can help.

    `code` is stable, for programs. `decision` is the decision that explains itself, where one was made.
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


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    context = {"problem": problem, "decision": problem.decision}
    return render(request, f"errors/{problem.status}.html", context, status=problem.status)


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal of the API as RFC 9457 problem details, with a stable `code`."""
    if isinstance(error, Problem):
        return _problem_response(
            error.status, str(error.title), str(error), error.code, _extras(error)
        )
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(
            error.message_dict if hasattr(error, "error_dict") else error.messages
        )
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return None
    return _from_framework(error, response)


def _extras(problem: Problem) -> dict[str, Any]:
    return problem.decision.as_problem() if problem.decision else {}


def _from_framework(error: exceptions.APIException, response: Response) -> Response:
    """Keep the framework's status and headers; put its words into the standard's shape."""
    if isinstance(error, exceptions.ValidationError):
        answer = _problem_response(
            status.HTTP_422_UNPROCESSABLE_ENTITY,
            str(Unprocessable.title),
            str(_("Some fields are not right.")),
            "invalid",
            {"errors": response.data},
        )
    else:
        code = str(error.default_code).replace("_", "-")
        answer = _problem_response(
            error.status_code, str(error.default_detail), str(error.detail), code, {}
        )
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in response:
            answer[name] = response[name]
    return answer


def _problem_response(
    status_code: int, title: str, detail: str, code: str, extras: dict[str, Any]
) -> Response:
    body = {
        "type": "about:blank",
        "title": title,
        "status": status_code,
        "detail": detail,
        "code": code,
        **extras,
    }
    return Response(body, status=status_code, content_type="application/problem+json")
