"""The nouns of the work."""

from cases.models.attachment import Attachment, DraftFile
from cases.models.case import Case, Environment, Impact, Priority
from cases.models.comment import Comment, InternalNote
from cases.models.draft import CaseDraft, SolvedDraft
from cases.models.event import CaseEvent, EventKind
from cases.models.issue import IssueReason, IssueType
from cases.models.watcher import Watcher

__all__ = [
    "Attachment",
    "Case",
    "CaseDraft",
    "CaseEvent",
    "Comment",
    "DraftFile",
    "Environment",
    "EventKind",
    "Impact",
    "InternalNote",
    "IssueReason",
    "IssueType",
    "Priority",
    "SolvedDraft",
    "Watcher",
]
