"""What customers read is written here."""

from knowledge.admin import announcements, articles, events, hotline, reading

__all__ = ["announcements", "articles", "events", "hotline", "reading"]
