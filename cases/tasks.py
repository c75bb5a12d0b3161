"""What the work does by the clock: sweeps up after drafts, reminds of cases that wait."""

import logging
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from celery import shared_task
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from cases import actions
from cases.models import Attachment, CaseDraft, DigestItem, DraftFile
from cases.wizard.endings import discard

BATCH = 200
GRACE = timedelta(hours=2)
"""Bytes are written before their row is committed: younger ones may belong to somebody yet."""

DIGESTS_KEPT = timedelta(days=30)
"""The mail of a digest is tried for a day; nobody asks for its parts after that."""

REMIND_SECONDS = 100
"""A run ends before the next one begins; beat starts one every two minutes."""

FOLDER = re.compile(r"[0-9a-f]{2}")
KEY = re.compile(r"[0-9a-f]{32}")

logger = logging.getLogger(__name__)


@shared_task
def remind_waiting_cases() -> None:
    """Remind and close what is due, batch by batch, until there is no more or no getting on."""
    end = time.monotonic() + REMIND_SECONDS
    while time.monotonic() < end and sum(map(_remind, actions.due_reminders(BATCH))):
        pass


def _remind(pk: int) -> bool:
    try:
        return actions.remind(pk=pk)
    except Exception:
        # Whatever it is, it is this case's trouble and not that of the next one.
        logger.exception("Case %s was not reminded", pk)
        return False


@shared_task
def sweep_drafts() -> None:
    """Delete drafts that nobody went on with for 30 days, and files that no row knows (WIZ-10)."""
    for pk in CaseDraft.objects.dead().values_list("pk", flat=True)[:BATCH]:
        _sweep_draft(pk)
    storage = DraftFile._meta.get_field("file").storage
    for name in _orphans(storage):
        storage.delete(name)
    DigestItem.objects.filter(day__lt=timezone.now().date() - DIGESTS_KEPT).delete()


@transaction.atomic
def _sweep_draft(pk: UUID) -> None:
    """Unless its author goes on with it at this moment."""
    drafts = CaseDraft.objects.dead().select_for_update(skip_locked=True)
    if draft := drafts.filter(pk=pk).first():
        discard(draft)


def _orphans(storage: Storage) -> Iterator[str]:
    """Files of ours that neither a draft nor a case knows, once they are old enough."""
    oldest_kept = timezone.now() - GRACE
    for folder in filter(FOLDER.fullmatch, _listed(storage, "")[0]):
        names = {f"{folder}/{key}" for key in _listed(storage, folder)[1] if KEY.fullmatch(key)}
        for name in names - _known(names):
            if storage.get_modified_time(name) < oldest_kept:
                yield name


def _known(names: set[str]) -> set[str]:
    """In one statement: between two, a file could move from its draft to its case."""
    drafts = DraftFile.objects.filter(file__in=names).order_by().values_list("file")
    cases = Attachment.objects.filter(file__in=names).order_by().values_list("file")
    return {name for (name,) in drafts.union(cases)}


def _listed(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    """Folders and files; nothing where nothing was ever kept."""
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []
