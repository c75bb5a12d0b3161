"""The one place that writes the audit log, and finds out whether somebody else did."""

from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, Protocol

from portal.models import AuditEntry

address: ContextVar[str | None] = ContextVar("address", default=None)
"""Where the request came from; set by the middleware, empty in workers and commands."""


class Person(Protocol):
    pk: Any
    email: str


def record(
    *,
    actor: Person | None,
    verb: str,
    target: str,
    organization_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write one line, in the caller's transaction; `actor` is None for the system itself."""
    AuditEntry.objects.create(
        actor_id=actor.pk if actor else None,
        actor_name=actor.email if actor else "",
        organization_id=organization_id,
        verb=verb,
        target=target[:254],
        before=before or {},
        after=after or {},
        address=address.get(),
    )


def broken_links() -> Iterator[AuditEntry]:
    """The entries at which a chain does not hold: changed, or with something missing before.

    Read by the database in one pass. What is cut off at the end of a chain shows only when its
    `heads` are compared with those noted before.
    """
    yield from AuditEntry.objects.raw(
        """
        SELECT * FROM (
            SELECT entry.*, portal_audit_hash(entry) AS reckoned,
                lag(hash, 1, '') OVER chain AS hash_before,
                row_number() OVER chain AS place
            FROM portal_auditentry AS entry
            WINDOW chain AS (PARTITION BY organization_id ORDER BY sequence)
        ) AS links
        WHERE hash <> reckoned OR previous <> hash_before OR sequence <> place
        ORDER BY organization_id, sequence
        """
    ).iterator()


def heads() -> Iterator[tuple[int | None, int, str]]:
    """The end of each chain: organization, length and hash, to be noted elsewhere."""
    rows = AuditEntry.objects.order_by("organization_id", "-sequence").distinct("organization_id")
    yield from rows.values_list("organization_id", "sequence", "hash").iterator()


def holds(organization_id: int | None, sequence: int, digest: str) -> bool:
    """Whether the chain still has this entry as it was noted."""
    entries = AuditEntry.objects.filter(sequence=sequence, hash=digest)
    return entries.filter(organization_id=organization_id).exists()
