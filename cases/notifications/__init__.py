"""Who hears of an event, and what the mail says."""

from cases.notifications.announcing import announce
from cases.notifications.mails import render_event, render_for_team
from cases.notifications.unsubscribing import find_watcher, unsubscribe_url

__all__ = ["announce", "find_watcher", "render_event", "render_for_team", "unsubscribe_url"]
