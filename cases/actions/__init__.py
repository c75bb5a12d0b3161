"""The only writers of the work: check, change, record, announce, in one transaction.

Pages, admin, API and commands call these, and nothing else, to change a case.
"""

from cases.actions.contact import agree_contact
from cases.actions.escalating import answer_escalation, escalate, take_escalation
from cases.actions.exporting import demand_export, record_export
from cases.actions.hearing import (
    end_standing_watch,
    mute,
    silence,
    unmute,
    watch_new_cases,
)
from cases.actions.leaving import name_open_cases
from cases.actions.life import assign, change_status, close, conclude, reopen
from cases.actions.opening import NewCase, open_case
from cases.actions.priority import change_priority
from cases.actions.refiling import demand_refile, may_refile, refile
from cases.actions.reminding import due_reminders, remind
from cases.actions.saved import delete_view, rename_view, save_view
from cases.actions.talk import add_comment, add_internal_note
from cases.actions.watching import end_watches, unsubscribe, unwatch, watch

__all__ = [
    "NewCase",
    "add_comment",
    "add_internal_note",
    "agree_contact",
    "answer_escalation",
    "assign",
    "change_priority",
    "change_status",
    "close",
    "conclude",
    "delete_view",
    "demand_export",
    "demand_refile",
    "due_reminders",
    "end_standing_watch",
    "end_watches",
    "escalate",
    "may_refile",
    "mute",
    "name_open_cases",
    "open_case",
    "record_export",
    "refile",
    "remind",
    "rename_view",
    "reopen",
    "save_view",
    "silence",
    "take_escalation",
    "unmute",
    "unsubscribe",
    "unwatch",
    "watch",
    "watch_new_cases",
]
