"""What an organization owns: the floors say so without being imported."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.core.files.storage import Storage
from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Concat, Trim

from orgs.models import Organization
from portal.files import file_name

BATCH = 1_000

Rows = Iterable[dict[str, Any]]


class Kept(NamedTuple):
    """A file, and its path in the export: the same however often it is exported."""

    path: str
    storage: Storage
    name: str


Lister = Callable[[Organization], Rows]
Finder = Callable[[Organization], Iterator[Kept]]

_rows: dict[str, Lister] = {}
_files: list[Finder] = []


def holds(tables: dict[str, Lister], *files: Finder) -> None:
    """Register the rows by noun, and the files, that go into the export of an organization."""
    _rows.update(tables)
    _files.extend(find for find in files if find not in _files)


def rows_of(organization: Organization) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """Each noun with its rows; to be read inside one transaction."""
    for name, rows in _rows.items():
        found = rows(organization)
        yield name, found.iterator(BATCH) if isinstance(found, QuerySet) else found


def files_of(organization: Organization) -> Iterator[Kept]:
    for find in _files:
        yield from find(organization)


def person(name: str, path: str) -> dict[str, Any]:
    """The columns that tell who somebody is."""
    return full_name(name, path) | {f"{name}_email": F(f"{path}__email")}


def full_name(name: str, path: str) -> dict[str, Any]:
    """Of somebody of the vendor's, whose address is none of the customer's."""
    return {name: Trim(Concat(f"{path}__first_name", Value(" "), f"{path}__last_name"))}


def kept(folder: str, row: Model) -> Kept:
    """The file of a row that has `file` and `name`, under the row's own number."""
    file, name = row.file, file_name(row.name)  # type: ignore[attr-defined]
    return Kept(f"{folder}/{row.pk}/{name}", file.storage, str(file.name))
