"""Checks what a file says of a historical case, and makes rows of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from cases.models import LegacyCase, LegacyComment

FIELDS = {
    "reference": "reference",
    "title": "title",
    "description": "description",
    "status": "status",
    "priority": "priority",
    "product": "product_name",
    "requester_name": "requester_name",
    "requester_email": "requester_email",
    "opened_at": "opened_at",
    "closed_at": "closed_at",
}
"""What the file calls it, and what the row does."""

COMMENT_FIELDS = {"author": "author_name", "body": "body", "created_at": "created_at"}
LONG = frozenset({"description", "body"})
TIMES = frozenset({"opened_at", "closed_at", "created_at"})
MAX_LONG = 100_000
"""Characters; more could not be indexed for the search."""

MAX_COMMENTS = 1_000

YEARS = range(1970, 9999)
"""Beyond them no page is cut, nor a time shown in every zone: other systems write 0001 and 9999
for «unknown» and «never»."""


@dataclass(frozen=True)
class Row:
    """A case with the address of its organization. Without comments it says nothing of them."""

    line: int
    organization: str
    case: LegacyCase
    comments: list[LegacyComment] | None

    @property
    def key(self) -> tuple[str, str]:
        return self.organization, self.case.reference


def check(line: int, fields: dict[str, Any], *, organization: str = "") -> Row:
    """`organization` is the one for lines that name none. Raises ValueError with the reason."""
    named = _text("organization", fields.get("organization"))
    if organization and named not in ("", organization):
        raise ValueError(f"organization: is “{named}”, and not “{organization}”")
    case: LegacyCase = _model(LegacyCase, FIELDS, fields)
    if case.closed_at and case.closed_at < case.opened_at:
        raise ValueError("closed_at: lies before opened_at")
    return Row(line, named or organization, case, _comments(fields.get("comments")))


def _comments(given: Any) -> list[LegacyComment] | None:
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise ValueError("comments: are no list of objects")
    if len(given) > MAX_COMMENTS:
        raise ValueError(f"comments: are more than {MAX_COMMENTS}")
    return [_comment(position, one) for position, one in enumerate(given, start=1)]


def _comment(position: int, given: dict[str, Any]) -> LegacyComment:
    try:
        _demand_known(given, COMMENT_FIELDS)
        comment: LegacyComment = _model(LegacyComment, COMMENT_FIELDS, given)
    except ValueError as error:
        raise ValueError(f"comment {position}: {error}") from error
    comment.position = position
    return comment


def _demand_known(given: dict[str, Any], names: dict[str, str]) -> None:
    if unknown := sorted(given.keys() - names.keys()):
        raise ValueError(f"has unknown fields: {', '.join(map(ascii, unknown))}")


def _model(model: type[Model], names: dict[str, str], given: dict[str, Any]) -> Any:
    """An unsaved row, each of its fields judged by the model."""
    values = {field: _value(model, name, field, given.get(name)) for name, field in names.items()}
    return model(**values)


def _value(model: type[Model], name: str, field: str, given: Any) -> Any:
    text = _text(name, given)
    value = _moment(name, text) if name in TIMES else text
    try:
        return model._meta.get_field(field).clean(value, None)  # type: ignore[union-attr]
    except ValidationError as error:
        raise ValueError(f"{name}: {' '.join(error.messages)}") from error


def _text(name: str, given: Any) -> str:
    """Short ones on one line."""
    if given is None:
        return ""
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise ValueError(f"{name}: is no text")  # noqa: TRY004 - a matter of the file
    text = str(given)
    if "\0" in text or not _is_unicode(text):
        raise ValueError(f"{name}: is no text in UTF-8")
    if len(text) > MAX_LONG:
        raise ValueError(f"{name}: has more than {MAX_LONG} characters")
    return text.strip() if name in LONG else " ".join(text.split())


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _moment(name: str, text: str) -> datetime | None:
    """ISO 8601; UTC where it names no zone, midnight where it names no time."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{name}: “{text[:40]}” is no date as in 2019-05-06T08:00:00Z") from error
    if moment.year not in YEARS:
        raise ValueError(f"{name}: “{text[:40]}” lies before {YEARS[0]} or after {YEARS[-1]}")
    return moment


def differs(old: LegacyCase, new: LegacyCase) -> bool:
    return any(getattr(old, field) != getattr(new, field) for field in FIELDS.values())


def said(comments: Iterable[LegacyComment]) -> list[tuple[Any, ...]]:
    """For comparing what two lists of comments say."""
    fields = ("position", *COMMENT_FIELDS.values())
    return [tuple(getattr(comment, field) for field in fields) for comment in comments]
