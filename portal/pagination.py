"""Pages by key: the next page begins behind the last row, and no row is counted or skipped."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from portal.problems import Unprocessable

Row = TypeVar("Row", bound=Model)
Order = tuple[str, ...]
PAGE_SIZE = 25


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the cursor of the page behind them; empty on the last page."""

    rows: list[Row]
    next: str


def paginate(
    rows: QuerySet[Row], order: Order, *, after: str = "", size: int = PAGE_SIZE
) -> Page[Row]:
    """The page behind the cursor `after`, in the given order, such as `("-opened_at", "-pk")`.

    The order ends with a unique column, and none of its columns is null.
    Raises Unprocessable for a cursor that was not made for this order.
    """
    if after:
        rows = rows.filter(_behind(order, _opened(rows.model, order, after)))
    found = list(rows.order_by(*order)[: size + 1])
    more = len(found) > size
    return Page(found[:size], _sealed(order, found[size - 1]) if more else "")


def _behind(order: Order, values: list[str]) -> Q:
    """Later in the order: beyond the cursor in the first column that differs from it."""
    later, same = Q(), Q()
    for column, value in zip(order, values, strict=True):
        name = column.lstrip("-")
        later |= same & Q((f"{name}__lt" if column != name else f"{name}__gt", value))
        same &= Q((name, value))
    return later


def _sealed(order: Order, row: Model) -> str:
    values = [str(getattr(row, column.lstrip("-"))) for column in order]
    return signing.dumps(values, salt=_salt(type(row), order))


def _opened(model: type[Model], order: Order, cursor: str) -> list[str]:
    """Signed, so that nothing but what was in a row ever reaches the database."""
    try:
        return signing.loads(cursor, salt=_salt(model, order))
    except signing.BadSignature as error:
        raise Unprocessable(_("This cursor is not one of ours."), code="invalid-cursor") from error


def _salt(model: type[Model], order: Order) -> str:
    return ":".join(["cursor", model._meta.label_lower, *order])
