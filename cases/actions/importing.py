"""Takes in the cases of the previous system: again and again, and each once (LIST-6)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import DatabaseError, transaction
from django.utils import timezone

from cases.legacy_files import Entry, Reject
from cases.legacy_rows import FIELDS, Row, check, differs, said
from cases.models import LegacyCase, LegacyComment
from orgs.models import Organization

BATCH = 500


class LegacyImport:
    """Counts what was `added`, `updated`, `unchanged`, `rejected`; rejects are told as they come.

    A line is one case of one organization by its reference. What stands in the database already is
    brought up to date; what is missing in the file stays.
    """

    def __init__(self, *, tell: Callable[[Reject], object], organization: str = "") -> None:
        self.tell, self.organization = tell, organization
        self.counts: Counter[str] = Counter()
        self.stamp = timezone.now()
        """Marks what this run has seen: a reference that comes again stands twice in the file."""

    def take(self, entries: Iterator[Entry | Reject]) -> Iterator[int]:
        """Batch by batch, each in a transaction; answers how many lines were read so far."""
        read = 0
        while batch := list(islice(entries, BATCH)):
            rows = [row for entry in batch if (row := self._checked(entry))]
            self._store(rows)
            read += len(batch)
            yield read

    def _checked(self, entry: Entry | Reject) -> Row | None:
        if isinstance(entry, Reject):
            self._reject(*entry)
            return None
        try:
            return check(entry.line, entry.fields, organization=self.organization)
        except ValueError as error:
            self._reject(entry.line, str(error))
            return None

    def _reject(self, line: int, reason: str) -> None:
        self.counts["rejected"] += 1
        self.tell(Reject(line, reason))

    def _store(self, rows: Sequence[Row]) -> None:
        """All at once; if the database refuses that, one by one, to find what it refuses."""
        try:
            counts, rejects = store(rows, self.stamp)
        except DatabaseError as error:
            if len(rows) > 1:
                for row in rows:
                    self._store([row])
                return
            counts, rejects = Counter(), [Reject(rows[0].line, str(error).partition("\n")[0])]
        self.counts += counts
        for reject in rejects:
            self._reject(*reject)


@transaction.atomic
def store(rows: Sequence[Row], stamp: datetime) -> tuple[Counter[str], list[Reject]]:
    """Write a batch; answers the counts, and what it does not take."""
    slugs = {row.organization for row in rows}
    organizations = {row.slug: row for row in Organization.objects.filter(slug__in=slugs)}
    lost = [row for row in rows if row.organization not in organizations]
    known = [row for row in rows if row.organization in organizations]
    for row in known:
        row.case.organization, row.case.imported_at = organizations[row.organization], stamp
    stored = _stored(known)
    fresh, twice = _once(known, stored, stamp)
    rejects = [Reject(row.line, _nowhere(row)) for row in lost]
    rejects += [Reject(row.line, "reference: stands in this file already") for row in twice]
    return _write(fresh, stored, stamp), rejects


def _nowhere(row: Row) -> str:
    if not row.organization:
        return "organization: is missing"
    return f"organization: there is none with the address “{row.organization}”"


def _stored(rows: Sequence[Row]) -> dict[tuple[str, str], LegacyCase]:
    """What is there already, by the keys of the rows."""
    found = LegacyCase.objects.filter(
        organization__in={row.case.organization_id for row in rows},
        reference__in={row.case.reference for row in rows},
    )
    cases = found.defer("search").select_related("organization").prefetch_related("comments")
    return {(case.organization.slug, case.reference): case for case in cases}


def _once(
    rows: Iterable[Row], stored: dict[tuple[str, str], LegacyCase], stamp: datetime
) -> tuple[list[Row], list[Row]]:
    """The first of each key, and those that come again, in this batch or after an earlier one."""
    seen = {key for key, case in stored.items() if case.imported_at == stamp}
    fresh: list[Row] = []
    twice: list[Row] = []
    for row in rows:
        (twice if row.key in seen else fresh).append(row)
        seen.add(row.key)
    return fresh, twice


def _write(
    rows: list[Row], stored: dict[tuple[str, str], LegacyCase], stamp: datetime
) -> Counter[str]:
    added = [row for row in rows if row.key not in stored]
    updated = [row for row in rows if row.key in stored and _is_news(row, stored[row.key])]
    changed = [*added, *updated]
    LegacyCase.objects.bulk_create(
        [row.case for row in changed],
        update_conflicts=True,
        unique_fields=["organization", "reference"],
        update_fields=[*FIELDS.values(), "imported_at"],
    )
    touched = [stored[row.key].pk for row in rows if row.key in stored]
    LegacyCase.objects.filter(pk__in=touched).update(imported_at=stamp)
    _write_comments([row for row in changed if row.comments is not None])
    unchanged = len(rows) - len(changed)
    return Counter(added=len(added), updated=len(updated), unchanged=unchanged)


def _is_news(row: Row, old: LegacyCase) -> bool:
    speaks = row.comments is not None and said(row.comments) != said(old.comments.all())
    return speaks or differs(old, row.case)


def _write_comments(rows: list[Row]) -> None:
    LegacyComment.objects.filter(case__in=[row.case.pk for row in rows]).delete()
    comments = []
    for row in rows:
        for comment in row.comments or ():
            comment.case = row.case
            comments.append(comment)
    LegacyComment.objects.bulk_create(comments, batch_size=BATCH)
