"""Who hears of an event, and what the mail says."""

from cases.notifications.announcing import announce
from cases.notifications.digest import render_digest
from cases.notifications.mails import (
    render_event,
    render_for_caller,
    render_for_manager,
    render_for_team,
)

__all__ = [
    "announce",
    "render_digest",
    "render_event",
    "render_for_caller",
    "render_for_manager",
    "render_for_team",
]
