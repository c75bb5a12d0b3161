"""What an organization's people see of the audit log (ROLE-10)."""

from orgs.trail.reading import (
    NEWEST_FIRST,
    PAGE_SIZE,
    AuditFilters,
    as_json_lines,
    as_rows,
    entries_of,
    lines,
    records,
)
from orgs.trail.words import EDITS, GROUPS, LABELS, label

__all__ = [
    "EDITS",
    "GROUPS",
    "LABELS",
    "NEWEST_FIRST",
    "PAGE_SIZE",
    "AuditFilters",
    "as_json_lines",
    "as_rows",
    "entries_of",
    "label",
    "lines",
    "records",
]
