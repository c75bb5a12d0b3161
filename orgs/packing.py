"""Packs what an organization owns into one ZIP, in constant memory."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from zipstream import ZipStream

from orgs import holdings
from orgs.holdings import Kept
from orgs.models import Organization

SCHEMA = 1
"""Rises when a reader of these files would have to be changed."""
CHUNK = 1 << 18
AS_OF_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"

Teller = Callable[[int, int], None]
"""Hears how many members of how many are packed, often."""


class Table(NamedTuple):
    path: str
    spooled: IO[bytes]
    """Without a name: whoever is killed leaves nothing behind."""
    rows: int


class Snapshot(NamedTuple):
    """The rows as of one moment, on the disk; and which files there were."""

    organization: Organization
    at: datetime
    tables: list[Table]
    files: list[Kept]


def pack(organization: Organization, tell: Teller) -> Iterator[bytes]:
    """The bytes of the ZIP. The rows wait on the disk; files are read from where they are kept."""
    with ExitStack() as spools:
        yield from _packed(_snapshot(organization, spools), tell)


def _snapshot(organization: Organization, spools: ExitStack) -> Snapshot:
    """No transaction stays open while files, which never change, are read."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute(AS_OF_ONE_MOMENT)
        moment = timezone.now()
        tables = [_spool(spools, *table) for table in holdings.rows_of(organization)]
        return Snapshot(organization, moment, tables, list(holdings.files_of(organization)))


def _spool(spools: ExitStack, name: str, rows: Iterable[dict[str, Any]]) -> Table:
    lines, number = spools.enter_context(TemporaryFile()), 0  # noqa: SIM115 - so it is
    for number, row in enumerate(rows, 1):  # noqa: B007 - the last one counts them
        lines.write(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n")
    lines.seek(0)
    return Table(f"{name}.jsonl", lines, number)


def _packed(snapshot: Snapshot, tell: Teller) -> Iterator[bytes]:
    archive, manifest = ZipStream(compress_type=ZIP_DEFLATED), Manifest(snapshot)
    total = len(snapshot.tables) + len(snapshot.files)
    members = _members(snapshot, manifest)
    for done, (path, chunks) in enumerate(members):
        archive.add(manifest.noting(path, chunks), path)
        for chunk in archive.file():
            tell(done, total)
            yield chunk
    tell(total, total)
    archive.add(manifest.lines(), "manifest.json")
    yield from archive.finalize()


def _members(snapshot: Snapshot, manifest: "Manifest") -> Iterator[tuple[str, Iterator[bytes]]]:
    for table in snapshot.tables:
        yield table.path, _read(table.spooled)
    for kept in snapshot.files:
        try:
            content = kept.storage.open(kept.name)
        except FileNotFoundError:
            manifest.missing.append(kept.path)
        else:
            yield f"files/{kept.path}", _read(content)


def _read(content: IO[bytes] | Any) -> Iterator[bytes]:
    with content:
        while chunk := content.read(CHUNK):
            yield chunk


class Manifest:
    """What is in the archive, with the hash and the size of each member, as they are packed."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.rows = {table.path: table.rows for table in snapshot.tables}
        self.members: list[dict[str, Any]] = []
        self.missing: list[str] = []
        """Files that were deleted since the moment of the rows, or lost before."""

    def noting(self, path: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        rows = {"rows": self.rows[path]} if path in self.rows else {}
        self.members.append({"path": path, "size": size, "sha256": digest.hexdigest()} | rows)

    def lines(self) -> Iterator[bytes]:
        """Written last, when all the others are known."""
        whole = {
            "schema": SCHEMA,
            "organization": self.snapshot.organization.slug,
            "as_of": self.snapshot.at,
            "members": self.members,
            "missing": self.missing,
        }
        yield json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
