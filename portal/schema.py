"""The description of the API: made once, with what every operation can answer besides success."""

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator

from portal.problems import PROBLEM_TYPE

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details. Programs go by `code`, people read `detail`.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "examples": ["email-not-verified"]},
        "errors": {
            "type": "array",
            "description": "One for each field that is not right; 422 only.",
            "items": {
                "type": "object",
                "required": ["field", "code", "detail"],
                "properties": {
                    "field": {"type": "string", "examples": ["watchers/0"]},
                    "code": {"type": "string", "examples": ["required"]},
                    "detail": {"type": "string"},
                },
            },
        },
        "case": {
            "type": "object",
            "description": "How the case stands now, which was changed meanwhile; 412 only.",
        },
        "gate": {"type": ["string", "null"], "description": "Where the decision was made."},
        "reason": {"type": "string"},
        "causes": {
            "type": "array",
            "description": "All that stands in the way.",
            "items": {
                "type": "object",
                "properties": {"code": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
        "helpers": {
            "type": "array",
            "description": "Who can change the decision.",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "email": {"type": "string"}},
            },
        },
        "remedies": {
            "type": "array",
            "description": "Pages that lead on, relative to the site.",
            "items": {
                "type": "object",
                "properties": {"label": {"type": "string"}, "url": {"type": "string"}},
            },
        },
        "switch_to": {
            "type": "array",
            "description": "Organizations in which it would be allowed.",
            "items": {"type": "string"},
        },
    },
}


REFUSALS = {"delete": (HTTPStatus.CONFLICT,), "post": (HTTPStatus.CONFLICT,)}
"""What comes with a method, whether it has a body or not."""


class CachedGenerator(SchemaGenerator):
    """The schema is the same for everybody, and takes a while to make."""

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        return _schema(get_language())


@cache
def _schema(language: str) -> dict[str, Any]:
    """`language` is that of the labels; it is active already."""
    return SchemaGenerator().get_schema(request=None, public=True)


def describe_problems(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """A hook of drf-spectacular: add the problems, and close the bodies to unknown fields."""
    schemas = result["components"]["schemas"]
    schemas["Problem"] = PROBLEM
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            refusals = {*_refusals(path, operation), *REFUSALS.get(method, ())}
            problems = {str(one.value): _response(one) for one in refusals}
            operation["responses"] = dict(sorted((problems | operation["responses"]).items()))
            for body in operation.get("requestBody", {}).get("content", {}).values():
                name = body["schema"]["$ref"].rpartition("/")[2]
                schemas[name]["additionalProperties"] = False
    return result


def _refusals(path: str, operation: dict[str, Any]) -> Iterator[HTTPStatus]:
    yield HTTPStatus.UNAUTHORIZED
    yield HTTPStatus.NOT_ACCEPTABLE
    yield HTTPStatus.TOO_MANY_REQUESTS
    if "{" in path:
        yield HTTPStatus.FORBIDDEN
        yield HTTPStatus.NOT_FOUND
    if "requestBody" in operation:
        yield HTTPStatus.BAD_REQUEST
        yield HTTPStatus.CONFLICT
        yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        yield HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    if match := _if_match(operation):
        yield HTTPStatus.PRECONDITION_FAILED
        if match.get("required"):
            yield HTTPStatus.PRECONDITION_REQUIRED
    if "requestBody" in operation or _has_query(operation):
        yield HTTPStatus.UNPROCESSABLE_ENTITY


def _if_match(operation: dict[str, Any]) -> dict[str, Any] | None:
    named = (one for one in operation.get("parameters", ()) if one["name"] == "If-Match")
    return next(named, None)


def _has_query(operation: dict[str, Any]) -> bool:
    return any(parameter["in"] == "query" for parameter in operation.get("parameters", ()))


def _response(status: HTTPStatus) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {PROBLEM_TYPE: {"schema": schema}}
    response: dict[str, Any] = {"description": status.phrase, "content": content}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return response
