"""The one place that writes the audit log."""

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
