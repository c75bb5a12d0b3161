"""A list of cases as a file, in constant memory (LIST-5)."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.models.wall import CaseQuerySet
from portal.sheets import WRITERS, Cell

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

BATCH = 1_000
COLUMNS: dict[str, tuple["_StrPromise", Callable[[Case], Cell]]] = {
    "number": (gettext_lazy("Number"), lambda case: case.number),
    "organization": (gettext_lazy("Organization"), lambda case: str(case.organization)),
    "title": (gettext_lazy("Title"), lambda case: case.title),
    "status": (gettext_lazy("Status"), lambda case: case.get_status_display()),
    "product": (gettext_lazy("Product"), lambda case: case.product.name),
    "priority": (gettext_lazy("Priority"), lambda case: case.get_priority_display()),
    "requester": (gettext_lazy("Requester"), lambda case: str(case.requester)),
    "opened": (gettext_lazy("Opened"), lambda case: case.opened_at),
    "closed": (gettext_lazy("Closed"), lambda case: case.closed_at or _("Ongoing")),
    "activity": (gettext_lazy("Last activity"), lambda case: case.last_activity_at),
}
MOMENTS = {"opened", "closed", "activity"}
OF_ONE = [name for name in COLUMNS if name != "organization"]


def write(
    cases: CaseQuerySet, chosen: Sequence[int], kind: str, columns: list[str]
) -> Iterator[bytes]:
    """The bytes of the file, while the chosen ones of the cases are read.

    Which these are was found once: no batch takes longer than another, however hard the question
    was, and no case is missed or doubled that moves in the list meanwhile.
    """
    _type, writer = WRITERS[kind]
    readers = [COLUMNS[name][1] for name in columns]
    batches = (
        [[read(case) for read in readers] for case in found]
        for found in _in_batches(cases.order_by("-pk"), chosen)
    )
    return _as_now(writer([_heading(name) for name in columns], batches))


def _in_batches(cases: CaseQuerySet, chosen: Sequence[int]) -> Iterator[CaseQuerySet]:
    for start in range(0, len(chosen), BATCH):
        yield cases.filter(pk__in=chosen[start : start + BATCH])


def _heading(name: str) -> str:
    words = str(COLUMNS[name][0])
    return f"{words} ({timezone.get_current_timezone()})" if name in MOMENTS else words


def _as_now(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A file is written after its request is over, but in the same language and zone."""
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def written() -> Iterator[bytes]:
        while True:
            with translation.override(language), timezone.override(zone):
                chunk = next(chunks, None)
            if chunk is None:
                return
            yield chunk

    return written()
