"""What every SCIM request passes: the token, the limits, and refusals as SCIM errors."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError
from scim2_models import Context, Error, NotImplementedException, SCIMException, ScimPolicy
from scim2_models.base import BaseModel

from orgs.scim.tokens import Caller, Unauthorized, enter
from portal.problems import Problem, TooMany

Handler = Callable[..., HttpResponse]

TYPE = "application/scim+json"

POLICY = ScimPolicy(
    remove_value_as_filter=ScimPolicy.RemoveValue.apply,
    unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
)
"""As strict as the specification, but for what Microsoft Entra sends."""

SCIM_TYPES = {"uniqueness": "uniqueness", "too-many": "tooMany"}
"""By our codes; other content that is refused is an `invalidValue`."""

REFUSALS = (
    SCIMException,
    ValidationError,
    Problem,
    Http404,
    RequestDataTooBig,
    IntegrityError,
    RecursionError,
)


def endpoint(**handlers: Handler) -> Handler:
    """A view of one handler for each method; each gets the caller first."""

    @csrf_exempt
    @login_not_required
    def view(request: HttpRequest, tenant: str, **kwargs: Any) -> HttpResponse:
        try:
            caller = enter(request, tenant)
            handler = handlers.get((request.method or "").lower())
            if handler is None:
                return _no_such_method(handlers)
            with POLICY:
                return handler(caller, **kwargs)
        except REFUSALS as refusal:
            return _refuse(refusal)

    return view


def answer(
    found: BaseModel, context: Context, *, status: int = 200, **options: Any
) -> HttpResponse:
    body = found.model_dump_json(scim_ctx=context, **options)
    return HttpResponse(body, content_type=TYPE, status=status)


def _not_found(caller: Caller, **kwargs: str) -> HttpResponse:
    raise Http404


def _not_offered(caller: Caller, **kwargs: str) -> HttpResponse:
    raise NotImplementedException(detail=_("This cannot be done here."))


def _refuse(refusal: Exception) -> HttpResponse:
    error = _describe(refusal)
    response = answer(error, Context.DEFAULT, status=error.status or 400)
    if isinstance(refusal, Unauthorized):
        response["WWW-Authenticate"] = 'Bearer realm="Guichet"'
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.wait)
    return response


def _describe(refusal: Exception) -> Error:
    if isinstance(refusal, SCIMException):
        return refusal.to_error()
    if isinstance(refusal, ValidationError):
        return Error.from_validation_errors(refusal)[0]
    if isinstance(refusal, Problem):
        return _describe_problem(refusal)
    others: dict[type[Exception], tuple[int, str | None, str]] = {
        Http404: (404, None, _("There is nothing here.")),
        RequestDataTooBig: (413, None, _("The request is too large.")),
        IntegrityError: (409, "uniqueness", _("There is one already.")),
        RecursionError: (400, "invalidSyntax", _("The JSON is nested too deep.")),
    }
    status, scim_type, words = next(
        told for kind, told in others.items() if isinstance(refusal, kind)
    )
    return Error(status=status, scim_type=scim_type, detail=words)


def _describe_problem(problem: Problem) -> Error:
    is_content = problem.status == 422  # a code that SCIM does not know
    scim_type = SCIM_TYPES.get(problem.code, "invalidValue" if is_content else None)
    status = 400 if is_content else problem.status
    return Error(status=status, scim_type=scim_type, detail=str(problem))


def _no_such_method(handlers: dict[str, Handler]) -> HttpResponse:
    words = _("This cannot be done here.")
    response = answer(Error(status=405, detail=words), Context.DEFAULT, status=405)
    response["Allow"] = ", ".join(sorted(name.upper() for name in handlers))
    return response


not_offered = endpoint(get=_not_offered, post=_not_offered)
nowhere = endpoint(get=_not_found, post=_not_found, put=_not_found, patch=_not_found)
