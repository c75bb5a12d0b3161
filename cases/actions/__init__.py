"""The only writers of the work: check, change, record, announce, in one transaction.

Pages, admin, API and commands call these, and nothing else, to change a case.
"""

from cases.actions.escalating import answer_escalation, escalate, take_escalation
from cases.actions.life import assign, change_status, close, conclude, reopen
from cases.actions.opening import NewCase, open_case
from cases.actions.reminding import due_reminders, remind
from cases.actions.talk import add_comment, add_internal_note
from cases.actions.watching import unsubscribe, unwatch, watch

__all__ = [
    "NewCase",
    "add_comment",
    "add_internal_note",
    "answer_escalation",
    "assign",
    "change_status",
    "close",
    "conclude",
    "due_reminders",
    "escalate",
    "open_case",
    "remind",
    "reopen",
    "take_escalation",
    "unsubscribe",
    "unwatch",
    "watch",
]
