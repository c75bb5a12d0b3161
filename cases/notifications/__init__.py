"""Who hears of an event, and what the mails say."""

from cases.notifications.mails import find_watcher, unsubscribe_url
from cases.notifications.promises import announce

__all__ = ["announce", "find_watcher", "unsubscribe_url"]
