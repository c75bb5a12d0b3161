"""Workers prepare the exports, one hold at a time, and delete those that expired."""

import hashlib
import logging
import time
from collections.abc import Iterable
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from orgs import notifications
from orgs.models import DataExport
from orgs.models.data_export import KEPT_FOR, LEASE, TRIES
from orgs.packing import pack
from portal import audit

logger = logging.getLogger(__name__)

BREATH = timedelta(minutes=1)
"""Between a failure and the next attempt."""

TELL_EACH = 1.0
"""Seconds between two looks at how far it is."""


class LostError(Exception):
    """Another worker has taken the export up."""


class Written(NamedTuple):
    name: str
    size: int
    sha256: str


class Hold:
    """One worker's hold on an export, as long as it goes on telling how far it is."""

    def __init__(self, export: DataExport) -> None:
        self.export, self._told = export, 0.0

    def rows(self) -> QuerySet[DataExport]:
        """The export, while it is this worker's."""
        return DataExport.objects.filter(
            pk=self.export.pk,
            state=DataExport.State.PENDING,
            attempts=self.export.attempts,
        )

    def tell(self, done: int, total: int) -> None:
        """Raises LostError."""
        if time.monotonic() - self._told < TELL_EACH:
            return
        if not self.rows().update(done=done, total=total, due_at=Now() + LEASE):
            raise LostError
        self._told = time.monotonic()


def build_export(pk: str) -> None:
    """Safe to run twice: only the run that wins the claim builds."""
    export = DataExport.objects.claim(pk)
    if export is None:
        return
    hold = Hold(export)
    try:
        _build(hold)
    except LostError:
        logger.warning("Export %s is in other hands", pk)
    except Exception:
        # Whatever it is, the next attempt may fare better, and the last one ends it.
        logger.exception("Export %s was not built", pk)
        hold.rows().update(due_at=Now() + BREATH)


def sweep_exports() -> None:
    """Take up what no worker works on, give up what none can do, delete what expired."""
    for export in DataExport.objects.lost().select_related("organization"):
        _give_up(export)
    for export in DataExport.objects.over():
        _expire(export)
    for pk in DataExport.objects.due().order_by("due_at").values_list("pk", flat=True):
        build_export(str(pk))


def _build(hold: Hold) -> None:
    export, storage = hold.export, hold.export.file.storage
    for attempt in range(1, export.attempts):
        storage.delete(export.key(attempt))
    with TemporaryFile() as archive:
        size, sha256 = _write(pack(export.organization, hold.tell), archive)
        archive.seek(0)
        name = storage.save(export.key(export.attempts), File(archive))
    if not _finish(hold, Written(name, size, sha256)):
        storage.delete(name)


def _write(chunks: Iterable[bytes], archive: IO[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        archive.write(chunk)
    return archive.tell(), digest.hexdigest()


@transaction.atomic
def _finish(hold: Hold, written: Written) -> bool:
    """Whether it is ours to finish. An older one makes way: its rows are out of date."""
    export = hold.export
    export.expires_at = timezone.now() + KEPT_FOR
    done = hold.rows().update(
        state=DataExport.State.READY,
        file=written.name,
        size=written.size,
        sha256=written.sha256,
        expires_at=export.expires_at,
    )
    if done:
        older = DataExport.objects.usable().filter(organization=export.organization_id)
        older.exclude(pk=export.pk).update(expires_at=Now())
        _record(export, "export.ready", sha256=written.sha256, size=written.size)
        notifications.tell_export_ready(export)
    return bool(done)


@transaction.atomic
def _give_up(export: DataExport) -> None:
    waiting = DataExport.objects.lost().filter(pk=export.pk)
    if waiting.update(state=DataExport.State.FAILED):
        _record(export, "export.failed")
        for attempt in range(1, TRIES + 1):
            export.file.storage.delete(export.key(attempt))


def _expire(export: DataExport) -> None:
    """The file goes first: what is called expired is nowhere any more."""
    export.file.storage.delete(str(export.file.name))
    rows = DataExport.objects.over().filter(pk=export.pk)
    rows.update(state=DataExport.State.EXPIRED, file="")


def _record(export: DataExport, verb: str, **after: Any) -> None:
    audit.record(
        actor=None,
        verb=verb,
        target=export.organization.slug,
        organization_id=export.organization_id,
        after={"export": str(export.pk)} | after,
    )
