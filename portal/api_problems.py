"""Refusals of the API, as RFC 9457 problem details."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.fields import get_error_detail
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from portal.problems import PROBLEM_TYPE, Problem, Unprocessable, problem_details

WHOLE = frozenset({NON_FIELD_ERRORS, api_settings.NON_FIELD_ERRORS_KEY})
"""Under these names frameworks file what concerns no single field."""


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal of the API as RFC 9457 problem details, with a stable `code`.

    Answers None for what is not a refusal but a fault of ours.
    """
    if isinstance(error, Problem):
        return problem_response(error.status, str(error), error.code, **_explained(error))
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(get_error_detail(error))
    if isinstance(error, exceptions.ValidationError):
        detail = _("Some fields are not right.")
        errors = list(_flat(error.detail))
        return problem_response(Unprocessable.status, detail, Unprocessable.code, errors=errors)
    if isinstance(error, RequestDataTooBig):
        return problem_response(413, _("The request is too large."), "too-large")
    if isinstance(error, SuspiciousOperation):
        return problem_response(400, _("The request cannot be read."), "parse-error")
    if isinstance(error, Http404):
        error = Http404()  # one 404 for all: which query found nothing is nobody's business
    return _from_framework(exception_handler(error, context))


def problem_response(status: int, detail: str, code: str, **extensions: Any) -> Response:
    body = problem_details(status, detail, code, **extensions)
    return Response(body, status=status, content_type=PROBLEM_TYPE)


def _explained(problem: Problem) -> dict[str, Any]:
    return problem.decision.as_problem() if problem.decision else {}


def _flat(errors: Any, field: str = "") -> Iterator[dict[str, str]]:
    """One line for each error, with the path of its field such as `watchers/0`, or none."""
    if isinstance(errors, exceptions.ErrorDetail):
        yield {"field": field, "code": _dashed(errors.code), "detail": str(errors)}
        return
    places = errors.items() if isinstance(errors, dict) else enumerate(errors)
    for place, inner in places:
        same = place in WHOLE or isinstance(inner, exceptions.ErrorDetail)
        yield from _flat(inner, field if same else f"{field}/{place}".lstrip("/"))


def _from_framework(response: Response | None) -> Response | None:
    """Keep the framework's status and headers; put its words into the standard's shape."""
    if response is None:
        return None
    detail = response.data["detail"]
    problem = problem_response(response.status_code, str(detail), _dashed(detail.code))
    for name, value in response.headers.items():
        problem.headers.setdefault(name, value)
    return problem


def _dashed(code: object) -> str:
    return str(code).replace("_", "-")
