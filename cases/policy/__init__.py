"""Reads the tables for one actor and one case: what may happen next, and if not, why not."""

from cases.policy.escalation import (
    demand_escalation,
    may_escalate,
    may_handle_escalations,
)
from cases.policy.refusals import Refusal, explain
from cases.policy.rules import (
    demand,
    demand_by_system,
    demand_comment,
    demand_follow_up,
    demand_watchers,
    find_rule,
    is_entitled,
    may,
    may_comment,
    may_follow_up,
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
    "demand_follow_up",
    "demand_watchers",
    "explain",
    "find_rule",
    "is_entitled",
    "may",
    "may_comment",
    "may_escalate",
    "may_follow_up",
    "may_handle_escalations",
    "may_manage_watchers",
    "open_verbs",
    "reopen_refusal",
]
