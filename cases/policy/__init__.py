"""Reads the tables for one actor and one case: what may happen next, and if not, why not."""

from cases.policy.escalation import (
    demand_escalation,
    may_escalate,
    may_handle_escalations,
)
from cases.policy.rules import (
    Refusal,
    demand,
    demand_by_system,
    demand_comment,
    demand_watchers,
    explain,
    find_rule,
    is_entitled,
    may,
    may_comment,
    may_manage_watchers,
    open_verbs,
    reopen_refusal,
)

__all__ = [
    "Refusal",
    "demand",
    "demand_by_system",
    "demand_comment",
    "demand_escalation",
    "demand_watchers",
    "explain",
    "find_rule",
    "is_entitled",
    "may",
    "may_comment",
    "may_escalate",
    "may_handle_escalations",
    "may_manage_watchers",
    "open_verbs",
    "reopen_refusal",
]
