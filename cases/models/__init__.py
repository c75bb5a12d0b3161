"""The nouns of the work."""

from cases.models.attachment import Attachment, DraftFile
from cases.models.case import Case
from cases.models.choices import Environment, Impact, Priority
from cases.models.comment import Comment, InternalNote
from cases.models.contact import ContactSlot
from cases.models.draft import CaseDraft, EndedDraft
from cases.models.escalation import Escalation, EscalationReason
from cases.models.event import CaseEvent, EventKind
from cases.models.issue import IssueReason, IssueType
from cases.models.legacy import LegacyCase, LegacyComment
from cases.models.saved import SavedView
from cases.models.watcher import CaseMute, DigestItem, StandingWatch, Watcher

__all__ = [
    "Attachment",
    "Case",
    "CaseDraft",
    "CaseEvent",
    "CaseMute",
    "Comment",
    "ContactSlot",
    "DigestItem",
    "DraftFile",
    "EndedDraft",
    "Environment",
    "Escalation",
    "EscalationReason",
    "EventKind",
    "Impact",
    "InternalNote",
    "IssueReason",
    "IssueType",
    "LegacyCase",
    "LegacyComment",
    "Priority",
    "SavedView",
    "StandingWatch",
    "Watcher",
]
