"""The filters and pages that directories ask for, and no others (RFC 7644 §3.4.2)."""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from scim2_models import InvalidFilterException, InvalidValueException, ScimFilter
from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator

LONGEST = 500
MOST, USUAL = 200, 100

Test = Callable[[Any], Any]
"""From the value asked for to what can be joined by `&` and `|`: a condition, or a set."""


def _id(value: Any) -> Q:
    try:
        return Q(pk=UUID(str(value)))
    except ValueError:
        return Q(pk__in=[])


USERS: dict[str, Test] = {
    "id": _id,
    "username": lambda value: Q(user__email__iexact=text(value)),
    "emails": lambda value: Q(user__email__iexact=text(value)),
    "emails.value": lambda value: Q(user__email__iexact=text(value)),
    "externalid": lambda value: Q(external_id=text(value)),
    "active": lambda value: Q(membership__isnull=not _flag(value)),
}
"""By attribute, in lower case; each is compared by `eq`."""


def condition(given: str, tests: dict[str, Test]) -> Any:
    """Raises InvalidFilterException for what cannot be asked."""
    if len(given) > LONGEST or "\0" in given:
        raise InvalidFilterException(detail=_("This filter is too long."))
    try:
        return _read(ScimFilter(given).ast, tests)
    except RecursionError as error:
        raise InvalidFilterException(detail=_("This filter is too long.")) from error


def window(query: QueryDict) -> tuple[int, int]:
    """`startIndex`, from one, and `count`, bounded. Raises InvalidValueException for no number."""
    start = _number(query.get("startIndex", "1"))
    count = _number(query.get("count", str(USUAL)))
    return max(start, 1), min(max(count, 0), MOST)


def _read(node: FilterNode, tests: dict[str, Test]) -> Any:
    if isinstance(node, LogicalExpr):
        join = and_ if node.op == LogicalOperator.and_ else or_
        return reduce(join, (_read(term, tests) for term in node.terms))
    if isinstance(node, Comparison) and node.op == CompareOperator.eq:
        path = node.attr_path
        name = ".".join(part for part in (path.attr, path.sub_attr) if part).lower()
        if name in tests:
            return tests[name](node.value)
    raise InvalidFilterException(detail=_("This filter is not supported: %s") % node)


def text(value: Any) -> str:
    """Raises InvalidFilterException for anything else, and for what no text may hold."""
    if isinstance(value, str) and "\0" not in value:
        return value
    raise InvalidFilterException(detail=_("This is no text: %s") % value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise InvalidFilterException(detail=_("This is neither true nor false: %s") % value)


def _number(given: str) -> int:
    try:
        return min(int(given[:20]), 2**31)
    except ValueError as error:
        raise InvalidValueException(detail=_("This is no number: %s") % given[:20]) from error
